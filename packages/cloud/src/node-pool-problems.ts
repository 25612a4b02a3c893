import { type Problem, show } from '@plinth/errors';
import { keyLocationProblems } from './encryption-key';
import { podProblems } from './gke-cluster-problems';
import { wholeProblems } from './ip-ranges';
import { labelProblems } from './label';
import type { Network } from './network';
import { nameProblems } from './network-problems';
import type { NodePoolArgs } from './node-pool';
import { upgradeProblems } from './node-upgrade';
import { zoneProblems } from './zone';

export const GIBIBYTE = 2 ** 30;

/** An image of the system and the images of some pods. */
const SMALLEST_DISK = 20;
const LARGEST_DISK = 65_536;

/** @see https://cloud.google.com/iam/docs/service-accounts-create */
const LONGEST_ACCOUNT_ID = 30;

const MACHINE_TYPE = /^[a-z][a-z0-9]{0,9}-[a-z]+(?:-\d{1,3}){0,1}(?:-[a-z0-9]+)?$/;
/** What Google makes by itself has the rights of an editor. */
const DEFAULT_ACCOUNT = /^default$|-compute@developer\.gserviceaccount\.com$|@appspot\.gserviceaccount\.com$/;
const ACCOUNT = /^[a-z][a-z0-9-]{4,28}[a-z0-9]@[a-z][a-z0-9-]{4,28}[a-z0-9]\.iam\.gserviceaccount\.com$/;

type PoolFacts = Omit<NodePoolArgs, 'cluster' | 'transform'> &
  Required<Pick<NodePoolArgs, 'podsPerNode' | 'zones'>> & {
    readonly cluster: { readonly region: string; readonly network: Pick<Network, 'podsPerNode'> };
  };

/** Everything that is wrong with what a pool is made of. */
export function poolProblems(
  name: string,
  args: PoolFacts,
  nodes: { readonly peak: number; readonly free: number },
): Problem[] {
  const where = `NodePool ${show(name)}`;
  const { cluster } = args;
  return [
    ...poolNameProblems(`${where}: name`, name),
    ...machineProblems(`${where}: machineType`, args.machineType),
    ...nodesProblems(`${where}: nodesPerZone`, args.nodesPerZone, nodes),
    ...diskProblems(`${where}: disk`, args.disk),
    ...upgradeProblems(`${where}: upgrade`, args.upgrade),
    ...podProblems(`${where}: podsPerNode`, args.podsPerNode, cluster.network.podsPerNode),
    ...labelProblems(`${where}: labels`, args.labels),
    ...zoneProblems(`${where}: zones`, args.zones, cluster.region),
    ...keyLocationProblems(`${where}: disksKey`, args.disksKey, cluster.region),
    ...(args.account === undefined
      ? []
      : accountProblems(`${where}: account.existing`, args.account.existing)),
  ];
}

/** The id of a pool's account: apart from those of services, and never shorter than Google takes them. */
export function accountId(pool: string): string {
  return pool.startsWith('nodes-') ? pool : `nodes-${pool}`;
}

function poolNameProblems(where: string, name: string): Problem[] {
  const id = accountId(name);
  if (id.length <= LONGEST_ACCOUNT_ID) return nameProblems(where, name);
  const allowed = `a name of which the account's id (${show(id)}) has at most ${LONGEST_ACCOUNT_ID} letters`;
  return [{ code: 'name', where, found: show(name), allowed, fix: 'shorten it' }];
}

function machineProblems(where: string, machineType: string): Problem[] {
  if (MACHINE_TYPE.test(machineType)) return [];
  return [
    {
      code: 'machine-type',
      where,
      found: show(machineType),
      allowed: 'a machine type such as "n2d-standard-8"',
      fix: 'copy it from the list of machine types',
    },
  ];
}

function nodesProblems(
  where: string,
  { min, max }: NodePoolArgs['nodesPerZone'],
  { peak, free }: { readonly peak: number; readonly free: number },
): Problem[] {
  const problems = [
    ...wholeProblems(`${where}.min`, min, 0, 1000, 'nodes'),
    ...wholeProblems(`${where}.max`, max, 1, 1000, 'nodes'),
  ];
  if (problems.length > 0) return problems;
  if (min > max) {
    const found = `min ${min} and max ${max}`;
    return [{ code: 'nodes-order', where, found, allowed: 'a min of at most max', fix: 'exchange them' }];
  }
  if (peak <= free) return [];
  return [
    {
      code: 'nodes-addresses',
      where: `${where}.max`,
      found: `${max} in each zone, ${peak} nodes in an upgrade`,
      allowed: `at most ${free} nodes in an upgrade: so many have addresses in the network`,
      fix: 'write fewer nodes, or larger ranges for the network',
    },
  ];
}

function diskProblems(where: string, disk: NodePoolArgs['disk']): Problem[] {
  const gibibytes = disk.bytes / GIBIBYTE;
  if (Number.isInteger(gibibytes) && gibibytes >= SMALLEST_DISK && gibibytes <= LARGEST_DISK) return [];
  const allowed = `whole GiB, ${SMALLEST_DISK} or more`;
  return [{ code: 'disk', where, found: show(disk), allowed, fix: 'write for example "100Gi"' }];
}

function accountProblems(where: string, email: string): Problem[] {
  if (DEFAULT_ACCOUNT.test(email)) {
    const allowed = 'an account of the nodes alone: the default one may edit the project';
    return [
      {
        code: 'default-account',
        where,
        found: show(email),
        allowed,
        fix: 'leave it out: the pool makes one',
      },
    ];
  }
  if (ACCOUNT.test(email)) return [];
  const allowed = 'the address of a service account';
  return [{ code: 'account', where, found: show(email), allowed, fix: 'leave it out: the pool makes one' }];
}
