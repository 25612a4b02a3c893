import { join } from 'node:path';
import { ADD_ON_IDENTITIES } from '@plinth/model';
import {
  applyAll,
  cloudStorageClasses,
  type KubernetesObject,
  type LocalCluster,
  type LocalClusterOptions,
  measured,
  provisionVolumes,
  readManifests,
} from '@plinth/testing';
import { FAULTS } from './faults';
import { Observer } from './observer';
import { isQuiet } from './quiet';
import { type Cell, survivalRows } from './report';
import { type Service, servicesIn } from './service';
import { AUTOSCALER_WINDOW } from './shortened';

const MANIFESTS = join(__dirname, '../../../manifests');

/** Everything that an environment runs, on a cluster, with somebody who counts. */
export interface Company {
  readonly cluster: LocalCluster;
  /** What was applied: as rendered, and the variants. */
  readonly manifests: readonly KubernetesObject[];
  /** What an environment promises. */
  readonly services: readonly Service[];
  /** Services with something taken away, beside the others. */
  readonly variants: readonly Service[];
  readonly observer: Observer;
  /** What was counted in one fault after another. */
  readonly cells: Cell[];
}

export interface CompanyOptions {
  readonly environment: string;
  readonly variants?: (manifests: readonly KubernetesObject[]) => KubernetesObject[];
}

/**
 * The rendered manifests of an environment, applied; every service has all its pods before the first test, and what each had at
 * its worst is a table after the last.
 */
export function useCompany(
  cluster: () => LocalCluster,
  { environment, variants = () => [] }: CompanyOptions,
): () => Company {
  let company: Company | undefined;
  beforeAll(async () => {
    const manifests = ['platform', 'workloads']
      .flatMap((stack) => readManifests(join(MANIFESTS, environment, stack)))
      .filter((object) => isBuiltIn(object) && !isBudgetOfAddOn(object));
    company = await populate(cluster(), manifests, variants(manifests));
  });
  afterAll(() => {
    const cells = company?.cells ?? [];
    const faults = [...new Set(cells.map(({ fault }) => FAULTS[fault].name))].join(', ');
    for (const row of survivalRows(cells)) measured(`Survives: ${faults}`, row);
  });
  return () => {
    if (company === undefined) throw new Error('nothing was applied');
    return company;
  };
}

type ClusterOptions = Omit<LocalClusterOptions, 'engines'>;

/** A cluster for it: one that records who ends pods, and whose controllers keep up with everything at once. */
export function forCompany({ flags = {}, ...options }: ClusterOptions): ClusterOptions {
  const controllers = {
    ...AUTOSCALER_WINDOW,
    'kube-api-qps': '500',
    'kube-api-burst': '1000',
    ...flags['kube-controller-manager'],
  };
  return { ...options, flags: { ...flags, 'kube-controller-manager': controllers }, audit: DELETIONS };
}

/** Who ends pods, and how. */
const DELETIONS = [
  { level: 'Request', verbs: ['delete'], resources: [{ group: '', resources: ['pods'] }] },
  { level: 'Request', verbs: ['create'], resources: [{ group: '', resources: ['pods/eviction'] }] },
];

async function populate(
  cluster: LocalCluster,
  rendered: readonly KubernetesObject[],
  varied: readonly KubernetesObject[],
): Promise<Company> {
  const ending = new AbortController();
  cluster.onStop(() => ending.abort());
  const manifests = [...rendered, ...varied];
  await provisionVolumes(cluster.api, cloudStorageClasses(manifests), ending.signal);
  const [services, variants] = [servicesIn(rendered), servicesIn(varied)];
  const observer = await Observer.start(cluster, [...services, ...variants]);
  await applyAll(cluster.api, manifests);
  const company = { cluster, manifests, services, variants, observer, cells: [] };
  await isQuiet(company);
  return company;
}

/**
 * Custom resources (routes, certificates, applications) make no pods, and their definitions take longer to apply than all the rest;
 * that they are accepted is shown elsewhere.
 */
function isBuiltIn({ apiVersion }: KubernetesObject): boolean {
  const [group = ''] = apiVersion.split('/');
  return !group.includes('.') || BUILT_IN.includes(group);
}

/** Vault's own: its pods come from a chart, which is not deployed here, so nobody could ever go. */
function isBudgetOfAddOn({ kind, metadata }: KubernetesObject): boolean {
  return kind === 'PodDisruptionBudget' && metadata.namespace === ADD_ON_IDENTITIES.vault.namespace;
}

const BUILT_IN = ['networking.k8s.io', 'rbac.authorization.k8s.io', 'scheduling.k8s.io', 'storage.k8s.io'];
