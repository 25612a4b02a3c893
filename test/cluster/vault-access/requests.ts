import type { VaultBody, VaultVerb } from '@plinth/testing';

type Inputs = Readonly<Record<string, unknown>>;

/** One call of Vault's API. */
export interface VaultRequest {
  readonly verb: VaultVerb;
  readonly path: string;
  readonly body?: object;
}

/** How the provider makes one type of resource with Vault's API. */
export interface Translation {
  readonly requests: (inputs: Inputs) => readonly VaultRequest[];
  /** What others can refer to besides the inputs, out of the answer to the last request. */
  readonly outputs?: (answer: VaultBody, inputs: Inputs) => Inputs;
}

/** `tokenTtl` is `token_ttl` in the API, and so are most names. */
function snake(inputs: Inputs, ...without: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(inputs)
      .filter(([key]) => !without.includes(key))
      .map(([key, value]) => [key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), value]),
  );
}

function text(value: unknown): string {
  if (typeof value !== 'string') throw new Error(`a path needs a text, not ${typeof value}`);
  return value;
}

/** One request with the rest of the inputs as its body. */
function write(path: (inputs: Inputs) => string, ...inPath: readonly string[]): Translation {
  return { requests: (inputs) => [{ verb: 'write', path: path(inputs), body: snake(inputs, ...inPath) }] };
}

/** How long leases of a mount live, and what else is set for the whole of it. */
function tuned({ defaultLeaseTtlSeconds, maxLeaseTtlSeconds, ...inputs }: Inputs): Record<string, unknown> {
  return {
    ...snake(inputs),
    ...(defaultLeaseTtlSeconds !== undefined && { default_lease_ttl: `${defaultLeaseTtlSeconds}s` }),
    ...(maxLeaseTtlSeconds !== undefined && { max_lease_ttl: `${maxLeaseTtlSeconds}s` }),
  };
}

const mount: Translation = {
  requests: ({ path, type, description, options, ...inputs }) => [
    {
      verb: 'write',
      path: `sys/mounts/${text(path)}`,
      body: { type, description, options, config: tuned(inputs) },
    },
  ],
};

const authBackend: Translation = {
  requests: ({ type, path = type, description, tune = {} }) => [
    {
      verb: 'write',
      path: `sys/auth/${text(path)}`,
      body: { type, description, config: snake(tune as Inputs) },
    },
    { verb: 'read', path: `sys/auth/${text(path)}` },
  ],
  outputs: ({ data }) => ({ accessor: data?.accessor }),
};

const oidcBackend: Translation = {
  requests: ({ path = 'oidc', type, description, tune = {}, ...config }) => [
    {
      verb: 'write',
      path: `sys/auth/${text(path)}`,
      body: { type, description, config: snake(tune as Inputs) },
    },
    { verb: 'write', path: `auth/${text(path)}/config`, body: snake(config) },
    { verb: 'read', path: `sys/auth/${text(path)}` },
  ],
  outputs: ({ data }) => ({ accessor: data?.accessor }),
};

const group: Translation = {
  requests: ({ name, type, policies, metadata }) => [
    { verb: 'write', path: 'identity/group', body: { name, type, policies, metadata } },
  ],
  outputs: ({ data }) => ({ id: data?.id }),
};

const groupAlias: Translation = {
  requests: ({ name, mountAccessor, canonicalId }) => [
    {
      verb: 'write',
      path: 'identity/group-alias',
      body: { name, mount_accessor: mountAccessor, canonical_id: canonicalId },
    },
  ],
};

const databaseConnection: Translation = {
  requests: ({ backend, name, postgresql, ...inputs }) => [
    {
      verb: 'write',
      path: `${text(backend)}/config/${text(name)}`,
      body: { ...snake(inputs), plugin_name: 'postgresql-database-plugin', ...snake(postgresql as Inputs) },
    },
  ],
};

const rootCertificate: Translation = {
  requests: ({ backend, type, ...inputs }) => [
    { verb: 'write', path: `${text(backend)}/root/generate/${text(type)}`, body: snake(inputs) },
  ],
  outputs: ({ data }) => ({
    certificate: data?.certificate,
    issuerId: data?.issuer_id,
    keyId: data?.key_id,
    serialNumber: data?.serial_number,
  }),
};

const intermediateRequest: Translation = {
  requests: ({ backend, type, ...inputs }) => [
    { verb: 'write', path: `${text(backend)}/intermediate/generate/${text(type)}`, body: snake(inputs) },
  ],
  outputs: ({ data }) => ({ csr: data?.csr, keyId: data?.key_id }),
};

const signedIntermediate: Translation = {
  requests: ({ backend, issuerRef, ...inputs }) => [
    {
      verb: 'write',
      path:
        issuerRef === undefined
          ? `${text(backend)}/root/sign-intermediate`
          : `${text(backend)}/issuer/${text(issuerRef)}/sign-intermediate`,
      body: snake(inputs),
    },
  ],
  outputs: ({ data }) => ({
    certificate: data?.certificate,
    certificateBundle: [data?.certificate, ...((data?.ca_chain as string[] | undefined) ?? [])].join('\n'),
    caChains: data?.ca_chain,
    issuingCa: data?.issuing_ca,
    serialNumber: data?.serial_number,
  }),
};

const setSigned: Translation = {
  requests: ({ backend, certificate }) => [
    { verb: 'write', path: `${text(backend)}/intermediate/set-signed`, body: { certificate } },
  ],
  outputs: ({ data }) => ({ importedIssuers: data?.imported_issuers, importedKeys: data?.imported_keys }),
};

/**
 * What Vault's provider for Pulumi asks of Vault's API, by the type of the resource: enough of it for our own program.
 * It takes the provider's place in tests, so that policies and roles are judged by a real Vault; that the provider itself
 * takes our inputs, it does not show.
 * @see https://developer.hashicorp.com/vault/api-docs
 */
export const TRANSLATIONS: Readonly<Record<string, Translation>> = {
  'vault:index/mount:Mount': mount,
  'vault:index/authBackend:AuthBackend': authBackend,
  'vault:index/policy:Policy': write(({ name }) => `sys/policies/acl/${text(name)}`, 'name'),
  'vault:index/audit:Audit': {
    requests: ({ path, type, options, description, local }) => [
      { verb: 'write', path: `sys/audit/${text(path ?? type)}`, body: { type, options, description, local } },
    ],
  },
  'vault:index/quotaRateLimit:QuotaRateLimit': write(
    ({ name }) => `sys/quotas/rate-limit/${text(name)}`,
    'name',
  ),
  'vault:index/raftAutopilot:RaftAutopilot': write(() => 'sys/storage/raft/autopilot/configuration'),
  'vault:kv/secretBackendV2:SecretBackendV2': write(({ mount: of }) => `${text(of)}/config`, 'mount'),
  'vault:kubernetes/authBackendConfig:AuthBackendConfig': write(
    ({ backend }) => `auth/${text(backend)}/config`,
    'backend',
  ),
  'vault:kubernetes/authBackendRole:AuthBackendRole': write(
    ({ backend, roleName }) => `auth/${text(backend)}/role/${text(roleName)}`,
    'backend',
    'roleName',
  ),
  'vault:jwt/authBackend:AuthBackend': oidcBackend,
  'vault:jwt/authBackendRole:AuthBackendRole': write(
    ({ backend, roleName }) => `auth/${text(backend)}/role/${text(roleName)}`,
    'backend',
    'roleName',
  ),
  'vault:identity/group:Group': group,
  'vault:identity/groupAlias:GroupAlias': groupAlias,
  'vault:database/secretBackendConnection:SecretBackendConnection': databaseConnection,
  'vault:database/secretBackendRole:SecretBackendRole': write(
    ({ backend, name }) => `${text(backend)}/roles/${text(name)}`,
    'backend',
    'name',
  ),
  'vault:pkiSecret/secretBackendRootCert:SecretBackendRootCert': rootCertificate,
  'vault:pkiSecret/secretBackendIntermediateCertRequest:SecretBackendIntermediateCertRequest':
    intermediateRequest,
  'vault:pkiSecret/secretBackendRootSignIntermediate:SecretBackendRootSignIntermediate': signedIntermediate,
  'vault:pkiSecret/secretBackendIntermediateSetSigned:SecretBackendIntermediateSetSigned': setSigned,
  'vault:pkiSecret/secretBackendConfigUrls:SecretBackendConfigUrls': write(
    ({ backend }) => `${text(backend)}/config/urls`,
    'backend',
  ),
  'vault:pkiSecret/secretBackendConfigIssuers:SecretBackendConfigIssuers': write(
    ({ backend }) => `${text(backend)}/config/issuers`,
    'backend',
  ),
  'vault:pkiSecret/secretBackendCrlConfig:SecretBackendCrlConfig': write(
    ({ backend }) => `${text(backend)}/config/crl`,
    'backend',
  ),
  'vault:pkiSecret/secretBackendConfigCluster:SecretBackendConfigCluster': write(
    ({ backend }) => `${text(backend)}/config/cluster`,
    'backend',
  ),
  'vault:pkiSecret/backendConfigCluster:BackendConfigCluster': write(
    ({ backend }) => `${text(backend)}/config/cluster`,
    'backend',
  ),
  'vault:pkiSecret/backendConfigAutoTidy:BackendConfigAutoTidy': write(
    ({ backend }) => `${text(backend)}/config/auto-tidy`,
    'backend',
  ),
};
