import type { ObjectRef } from './kubernetes-object';

interface ApiResource {
  readonly name: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

/** Where the API server keeps each kind, as its discovery says. */
export class ResourcePaths {
  private readonly groups = new Map<string, readonly ApiResource[]>();

  constructor(private readonly get: (path: string) => Promise<unknown>) {}

  /** `/apis/apps/v1/namespaces/exchange/deployments/ledger` */
  async of({ apiVersion, kind, metadata }: ObjectRef): Promise<string> {
    const collection = await this.collection(apiVersion, kind, metadata.namespace);
    return `${collection}/${encodeURIComponent(metadata.name)}`;
  }

  /** `/apis/apps/v1/namespaces/exchange/deployments`; of all namespaces when none is given. */
  async collection(apiVersion: string, kind: string, namespace?: string): Promise<string> {
    const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    const { name, namespaced } = await this.resource(root, kind);
    return namespaced && namespace !== undefined
      ? `${root}/namespaces/${namespace}/${name}`
      : `${root}/${name}`;
  }

  private async resource(root: string, kind: string): Promise<ApiResource> {
    const known = this.groups.get(root)?.find((resource) => resource.kind === kind);
    if (known !== undefined) return known;
    // A definition may have come since: ask again.
    const { resources } = (await this.get(root)) as { readonly resources: readonly ApiResource[] };
    const plain = resources.filter(({ name }) => !name.includes('/'));
    this.groups.set(root, plain);
    const found = plain.find((resource) => resource.kind === kind);
    if (found === undefined) throw new Error(`${root} has no kind ${kind}`);
    return found;
  }
}
