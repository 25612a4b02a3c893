import { isDeepStrictEqual } from 'node:util';
import type { VaultClient } from '@plinth/testing';

/** What a server of Vault stores of the kinds that matter here, by path. Values of secrets are among it: print none of it. */
export type Stored = Readonly<Record<string, unknown>>;

const POLICY = 'path "kv/data/shop" { capabilities = ["read"] }';
const ROLE = {
  bound_service_account_names: ['shop'],
  bound_service_account_namespaces: ['market'],
  audience: 'vault',
  token_policies: ['shop'],
};

/** Something of each kind that the product configures; `kv` is there. */
export async function fill(root: VaultClient): Promise<void> {
  for (const password of ['old', 'new']) {
    await root.succeed('write', 'kv/data/shop', { data: { password } });
  }
  await root.succeed('write', 'kv/metadata/shop', { custom_metadata: { owner: 'market' } });
  await root.succeed('write', 'sys/policies/acl/shop', { policy: POLICY });
  await root.succeed('write', 'sys/auth/kubernetes', { type: 'kubernetes' });
  await root.succeed('write', 'auth/kubernetes/config', {
    kubernetes_host: 'https://127.0.0.1:6443',
    disable_local_ca_jwt: true,
  });
  await root.succeed('write', 'auth/kubernetes/role/shop', ROLE);
  await root.succeed('write', 'sys/mounts/pki', { type: 'pki' });
  await root.succeed('write', 'pki/root/generate/internal', { common_name: 'root of tests', key_type: 'ec' });
  await root.succeed('write', 'pki/roles/shop', {
    allowed_domains: ['shop.market.svc'],
    allow_bare_domains: true,
  });
}

/** What each list leads to. */
const LISTED: Readonly<Record<string, (key: string) => string>> = {
  'sys/policies/acl': (key) => `sys/policies/acl/${key}`,
  'auth/kubernetes/role': (key) => `auth/kubernetes/role/${key}`,
  'kv/metadata': (key) => `kv/data/${key}`,
};

const ALONE = [
  'sys/mounts',
  'sys/auth',
  'sys/audit',
  'auth/kubernetes/config',
  'pki/cert/ca',
  'pki/roles/shop',
];

/** Everything that is read, with the versions of each secret. */
export async function stored(client: VaultClient): Promise<Stored> {
  const listed = await Promise.all(
    Object.entries(LISTED).map(async ([list, pathOf]) => {
      const { data = {} } = await client.succeed('list', list);
      return (data.keys as string[]).map(pathOf);
    }),
  );
  const versions = await Promise.all(listed.flat().flatMap((path) => versionsOf(client, path)));
  const paths = [...ALONE, ...listed.flat(), ...versions.flat()];
  const entries = await Promise.all(
    paths.map(async (path) => [path, (await client.succeed('read', path)).data] as const),
  );
  return Object.fromEntries(entries);
}

/** The paths at which the two differ. */
export function differences(one: Stored, other: Stored): string[] {
  const paths = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...paths].filter((path) => !isDeepStrictEqual(one[path], other[path])).sort();
}

async function versionsOf(client: VaultClient, path: string): Promise<string[]> {
  if (!path.startsWith('kv/data/')) return [];
  const metadata = path.replace('data', 'metadata');
  const { data = {} } = await client.succeed('read', metadata);
  const { versions } = data as { readonly versions: object };
  return [metadata, ...Object.keys(versions).map((version) => `${path}?version=${version}`)];
}
