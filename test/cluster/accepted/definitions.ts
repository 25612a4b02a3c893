import {
  type ApiClient,
  ApiError,
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
  const wanted = new Map(objects.map(servedOf).map((served) => [`${served.group}/${served.kind}`, served]));
  const missing: string[] = [];
  const work = [...wanted].map(async ([title, served]) => {
    if (await isServed(api, served)) return;
    const definition = publishedDefinitions(engines).get(title);
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

/** By `group/kind`. Read once: it is a megabyte of YAML for each project. */
let published: ReadonlyMap<string, KubernetesObject> | undefined;

function publishedDefinitions({ crds }: Engines): ReadonlyMap<string, KubernetesObject> {
  published ??= new Map(
    Object.values(crds)
      .flatMap((folder) => readManifests(folder))
      .filter(({ kind }) => kind === 'CustomResourceDefinition')
      .map((definition) => [`${definition.spec.group}/${definition.spec.names.kind}`, definition]),
  );
  return published;
}

async function isServed(api: ApiClient, { group, version, kind }: Served): Promise<boolean> {
  const path = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  try {
    const { resources } = (await api.request('GET', path)) as { readonly resources: readonly Served[] };
    return resources.some((resource) => resource.kind === kind);
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return false;
    throw error;
  }
}

/** Created, not applied: the server needs seconds to apply a definition of a megabyte, and nothing to create it. */
async function install(api: ApiClient, definition: KubernetesObject, served: Served): Promise<void> {
  await api.create(definition);
  await until(`the API server serves ${served.kind}`, () => isServed(api, served));
}

function servedOf({ apiVersion, kind }: KubernetesObject): Served {
  const [version = '', group = ''] = apiVersion.split('/').reverse();
  return { group, version, kind };
}
