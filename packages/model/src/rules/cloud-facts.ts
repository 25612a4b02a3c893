import { oneOf } from '@plinth/errors';
import { PULL_THROUGH } from '../cloud-names';
import type { Path } from '../report';
import { tryCidr } from '../schema/network';
import { cloudDatabases } from './databases';
import { type EnvironmentContext, type EnvironmentRule, whereCloud } from './environment-rule';
import { upgradesHaveTime } from './maintenance';
import { nodesHaveRoom } from './node-pools';

/** Google takes 64 labels on a resource; the platform has some of its own. */
const MOST_LABELS = 60;

/** From where the control plane is reached: an office, never half a company. */
const WIDEST_ADMINISTRATION = 16;

/** All of an environment is in one region: a zone that is lost takes no other with it, and no data leaves. */
const cloudIsInRegion: EnvironmentRule = whereCloud((context) => {
  const { facts, cloud } = context;
  const { region, project, registry } = facts;
  for (const [index, zone] of cloud.zones.entries()) {
    const isAgain = cloud.zones.indexOf(zone) !== index;
    if (!isAgain && zone.slice(0, -2) === region) continue;
    tell(context, 'zone', ['cloud', 'zones', index], {
      found: isAgain ? `"${zone}" again` : `"${zone}"`,
      allowed: isAgain
        ? 'each zone once: what is spread has to survive one'
        : `a zone of the region ${region}`,
      fix: `write another, for example "${region}-${'abcdef'[index] ?? 'a'}"`,
    });
  }
  const [host, owner] = registry.split('/');
  if (host === `${region}-docker.pkg.dev` && owner === project) return;
  tell(context, 'registry', ['registry'], {
    found: `"${registry}"`,
    allowed: `a repository of the project and the region of the environment, such as "${region}-docker.pkg.dev/${project}/apps"`,
    fix: 'leave the last part as it is',
  });
});

/** Repositories that the platform has beside the one of images. */
const PLATFORM_REPOSITORIES = ['charts', ...Object.keys(PULL_THROUGH)];

const imagesAreApart: EnvironmentRule = whereCloud((context) => {
  const { registry } = context.facts;
  const name = registry.split('/').at(-1) ?? '';
  if (!PLATFORM_REPOSITORIES.includes(name)) return;
  tell(context, 'registry', ['registry'], {
    found: `"${registry}"`,
    allowed: `a repository of images that is not called ${oneOf(PLATFORM_REPOSITORIES)}: those are beside it`,
    fix: 'rename it, for example to "apps"',
  });
});

const administrationIsNarrow: EnvironmentRule = whereCloud((context) => {
  const administrators = Object.entries(context.cloud.administrators);
  if (administrators.length === 0) {
    tell(context, 'administrators', ['cloud', 'administrators'], {
      found: 'nothing',
      allowed: 'at least one network, such as { office: "10.8.0.0/24" }',
      fix: 'name the network from which the cluster is administered',
    });
  }
  for (const [name, network] of administrators) {
    if ((tryCidr(network)?.mask ?? 32) >= WIDEST_ADMINISTRATION) continue;
    tell(context, 'administrators', ['cloud', 'administrators', name], {
      found: `"${network}"`,
      allowed: `at most a /${WIDEST_ADMINISTRATION}: administrators are few`,
      fix: 'name the network of those who administer the cluster',
    });
  }
});

const labelsHaveRoom: EnvironmentRule = whereCloud((context) => {
  const { length } = Object.keys(context.cloud.labels ?? {});
  if (length <= MOST_LABELS) return;
  tell(context, 'labels', ['cloud', 'labels'], {
    found: `${length} labels`,
    allowed: `at most ${MOST_LABELS}: the platform adds its own, and Google takes 64`,
    fix: 'leave some out',
  });
});

/** Groups count in the cluster when they are in the group of groups, which takes those of its own domain. */
const groupsAreOfDomain: EnvironmentRule = whereCloud((context) => {
  const { environment, parsed, cloud, report } = context;
  const domain = domainOf(cloud.securityGroup);
  const squads = [...parsed.squads.values()];
  const foreign = squads.filter(({ input }) => domainOf(input.group) !== domain);
  const [first] = foreign;
  if (first === undefined) return;
  const path = ['cloud', 'securityGroup'];
  const value = cloud.securityGroup;
  if (foreign.length === squads.length) {
    const { declaration: at, input } = first;
    report.add({
      code: 'security-group',
      at: environment,
      path,
      value,
      allowed: `the domain of the squads' groups, which is "${domainOf(input.group)}"`,
      fix: 'write the same domain as at',
      other: { at, path: ['group'], value: input.group },
    });
    return;
  }
  for (const { declaration: at, input } of foreign) {
    report.add({
      code: 'security-group',
      at,
      path: ['group'],
      value: input.group,
      allowed: `a group of "${domain}", the domain of cloud.securityGroup`,
      fix: 'take a group of that domain: others have no rights in the cluster. It is named at',
      other: { at: environment, path, value },
      environment: environment.name,
    });
  }
});

function domainOf(address: string): string {
  return address.slice(address.indexOf('@') + 1);
}

function tell(
  { environment, report }: EnvironmentContext,
  code: string,
  path: Path,
  words: { readonly found: string; readonly allowed: string; readonly fix: string },
): void {
  report.add({ code, at: environment, path, ...words });
}

/** Everything that must be true of what the cloud gives an environment. */
export const cloudRules: readonly EnvironmentRule[] = [
  cloudIsInRegion,
  imagesAreApart,
  administrationIsNarrow,
  labelsHaveRoom,
  groupsAreOfDomain,
  nodesHaveRoom,
  upgradesHaveTime,
  cloudDatabases,
];
