import {
  type ApiClient,
  type Engines,
  type KubernetesObject,
  readManifests,
  refTo,
  until,
} from '@plinth/testing';

interface Served {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/**
 * Installs the definitions of the custom kinds that these objects use, as the projects publish that own them; no others: the
 * definitions of a project can be megabytes.
 * @throws Error that lists the kinds that neither Kubernetes nor one of the projects defines
 */
export async function installDefinitions(
  api: ApiClient,
  engines: Engines,
  objects: readonly KubernetesObject[],
): Promise<void> {
  const published = publishedDefinitions(engines);
  const native = await nativeGroups(api);
  const wanted = new Map(objects.map(servedOf).map((served) => [`${served.group}/${served.kind}`, served]));
  const missing: string[] = [];
  const work = [...wanted].map(async ([title, served]) => {
    if (native.has(served.group)) return;
    const definition = published.get(title);
    if (definition === undefined) missing.push(title);
    else await install(api, definition, served);
  });
  await Promise.all(work);
  if (missing.length > 0) throw new Error(`nobody defines ${missing.sort().join(', ')}`);
}

/** The one namespace that is there before Argo CD deploys anything: its own. */
export async function applyFirstNamespaces(
  api: ApiClient,
  objects: readonly KubernetesObject[],
): Promise<void> {
  const applications = objects.filter(({ kind }) => kind === 'Application');
  const names = new Set(applications.map(({ metadata }) => metadata.namespace ?? ''));
  await Promise.all([...names].map((name) => api.apply(refTo('v1', 'Namespace', name))));
}

/** By `group/kind`. */
function publishedDefinitions(engines: Engines): Map<string, KubernetesObject> {
  const all = Object.values(engines.crds).flatMap((folder) => readManifests(folder));
  return new Map(
    all
      .filter(({ kind }) => kind === 'CustomResourceDefinition')
      .map((definition) => [`${definition.spec.group}/${definition.spec.names.kind}`, definition]),
  );
}

/** Groups that the API server has without anybody's help; the core group is the empty one. */
async function nativeGroups(api: ApiClient): Promise<Set<string>> {
  const { groups } = (await api.request('GET', '/apis')) as { readonly groups: readonly { name: string }[] };
  return new Set(['', ...groups.map(({ name }) => name)]);
}

/** Created, not applied: the server needs seconds to apply a definition of a megabyte, and nothing to create it. */
async function install(
  api: ApiClient,
  definition: KubernetesObject,
  { group, version, kind }: Served,
): Promise<void> {
  await api.create(definition);
  await until(`${group}/${version} serves ${kind}`, async () => {
    const answer = await api.request('GET', `/apis/${group}/${version}`);
    const { resources } = answer as { readonly resources: readonly { kind: string }[] };
    return resources.some((resource) => resource.kind === kind);
  });
}

function servedOf({ apiVersion, kind }: KubernetesObject): Served {
  const [version = '', group = ''] = apiVersion.split('/').reverse();
  return { group, version, kind };
}
