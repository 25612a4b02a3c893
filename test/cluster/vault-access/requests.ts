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
  /** The inputs that it knows. Another one would be left out, or sent where Vault does not look, and nobody would see it. */
  readonly takes: readonly string[];
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

/** @throws Error when there is an input that nobody here has thought of */
function allNamed(what: string, inputs: Inputs, takes: readonly string[]): void {
  const unknown = Object.keys(inputs).filter((key) => !takes.includes(key));
  if (unknown.length > 0) throw new Error(`the translation of ${what} names no input ${unknown.join(', ')}`);
}

/** One request: its path says some of the inputs, its body the others. */
function write(path: (inputs: Inputs) => string, inPath: string, inBody: string): Translation {
  const named = inPath.split(' ');
  return {
    takes: [...named, ...inBody.split(' ')],
    requests: (inputs) => [{ verb: 'write', path: path(inputs), body: snake(inputs, ...named) }],
  };
}

const MOUNT_SETTINGS = [
  'allowedResponseHeaders',
  'auditNonHmacRequestKeys',
  'auditNonHmacResponseKeys',
  'passthroughRequestHeaders',
];
const TUNE = ['defaultLeaseTtl', 'listingVisibility', 'maxLeaseTtl', 'tokenType'];
const POSTGRESQL = [
  'authType',
  'connectionUrl',
  'maxConnectionLifetime',
  'password',
  'passwordAuthentication',
  'username',
  'usernameTemplate',
];
const AUTHORITY = ['commonName', 'excludeCnFromSans', 'maxPathLength', 'organization', 'ttl'];
const KEY = ['keyBits', 'keyName', 'keyType'];

function tune({ tune: inputs = {} }: Inputs): Record<string, unknown> {
  allNamed('tune', inputs as Inputs, TUNE);
  return snake(inputs as Inputs);
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
  takes: [
    'path',
    'type',
    'description',
    'options',
    'defaultLeaseTtlSeconds',
    'maxLeaseTtlSeconds',
    ...MOUNT_SETTINGS,
  ],
  requests: ({ path, type, description, options, ...inputs }) => [
    {
      verb: 'write',
      path: `sys/mounts/${text(path)}`,
      body: { type, description, options, config: tuned(inputs) },
    },
  ],
};

const authBackend: Translation = {
  takes: ['type', 'path', 'description', 'tune'],
  requests: ({ type, path = type, description, ...inputs }) => [
    {
      verb: 'write',
      path: `sys/auth/${text(path)}`,
      body: { type, description, config: tune(inputs) },
    },
    { verb: 'read', path: `sys/auth/${text(path)}` },
  ],
  outputs: ({ data }) => ({ accessor: data?.accessor }),
};

const oidcBackend: Translation = {
  takes: [
    ...['path', 'type', 'description', 'tune', 'boundIssuer', 'defaultRole'],
    ...['oidcClientId', 'oidcClientSecret', 'oidcDiscoveryCaPem', 'oidcDiscoveryUrl'],
  ],
  requests: ({ path = 'oidc', type, description, ...inputs }) => [
    {
      verb: 'write',
      path: `sys/auth/${text(path)}`,
      body: { type, description, config: tune(inputs) },
    },
    { verb: 'write', path: `auth/${text(path)}/config`, body: snake(inputs, 'tune') },
    { verb: 'read', path: `sys/auth/${text(path)}` },
  ],
  outputs: ({ data }) => ({ accessor: data?.accessor }),
};

const group: Translation = {
  takes: ['name', 'type', 'policies', 'metadata'],
  requests: ({ name, type, policies, metadata }) => [
    { verb: 'write', path: 'identity/group', body: { name, type, policies, metadata } },
  ],
  outputs: ({ data }) => ({ id: data?.id }),
};

const groupAlias: Translation = {
  takes: ['name', 'mountAccessor', 'canonicalId'],
  requests: ({ name, mountAccessor, canonicalId }) => [
    {
      verb: 'write',
      path: 'identity/group-alias',
      body: { name, mount_accessor: mountAccessor, canonical_id: canonicalId },
    },
  ],
};

const databaseConnection: Translation = {
  takes: ['backend', 'name', 'allowedRoles', 'data', 'pluginName', 'postgresql', 'verifyConnection'],
  requests: ({ backend, name, postgresql, data, ...inputs }) => {
    allNamed('postgresql', postgresql as Inputs, POSTGRESQL);
    const body = { ...snake(inputs), ...snake(postgresql as Inputs), ...(data as Inputs) };
    return [{ verb: 'write', path: `${text(backend)}/config/${text(name)}`, body }];
  },
};

const rootCertificate: Translation = {
  takes: ['backend', 'type', 'issuerName', ...AUTHORITY, ...KEY],
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
  takes: ['backend', 'type', 'commonName', 'excludeCnFromSans', 'organization', ...KEY],
  requests: ({ backend, type, ...inputs }) => [
    { verb: 'write', path: `${text(backend)}/intermediate/generate/${text(type)}`, body: snake(inputs) },
  ],
  outputs: ({ data }) => ({ csr: data?.csr, keyId: data?.key_id }),
};

const signedIntermediate: Translation = {
  // The last is for the day when it is taken away.
  takes: ['backend', 'issuerRef', 'csr', ...AUTHORITY, 'revoke'],
  requests: ({ backend, issuerRef, revoke, ...inputs }) => [
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
  takes: ['backend', 'certificate'],
  requests: ({ backend, certificate }) => [
    { verb: 'write', path: `${text(backend)}/intermediate/set-signed`, body: { certificate } },
  ],
  outputs: ({ data }) => ({ importedIssuers: data?.imported_issuers, importedKeys: data?.imported_keys }),
};

const certificateRole: Translation = {
  takes: [
    ...['backend', 'name', 'issuerRef', 'ttl', 'maxTtl', 'notBeforeDuration', 'generateLease', 'noStore'],
    ...['allowAnyName', 'allowBareDomains', 'allowGlobDomains', 'allowIpSans', 'allowLocalhost'],
    ...['allowSubdomains', 'allowWildcardCertificates', 'allowedDomains', 'allowedUriSans'],
    ...['cnValidations', 'enforceHostnames', 'requireCn', 'useCsrCommonName', 'useCsrSans'],
    ...[
      'basicConstraintsValidForNonCa',
      'clientFlag',
      'codeSigningFlag',
      'emailProtectionFlag',
      'serverFlag',
    ],
    ...['keyBits', 'keyType', 'keyUsages'],
  ],
  requests: ({ backend, name, keyUsages, ...inputs }) => [
    {
      verb: 'write',
      path: `${text(backend)}/roles/${text(name)}`,
      // The provider's plural is one word of the API.
      body: { ...snake(inputs), key_usage: keyUsages },
    },
  ],
};

const TOKEN = 'tokenMaxTtl tokenNoDefaultPolicy tokenPolicies tokenTtl tokenType';

/**
 * What Vault's provider for Pulumi asks of Vault's API, by the type of the resource: enough of it for our own program.
 * It takes the provider's place in tests, so that policies and roles are judged by a real Vault; that the provider itself
 * takes our inputs, it does not show.
 * @see https://developer.hashicorp.com/vault/api-docs
 */
const TRANSLATIONS: Readonly<Record<string, Translation>> = {
  'vault:index/mount:Mount': mount,
  'vault:index/authBackend:AuthBackend': authBackend,
  'vault:index/policy:Policy': write(({ name }) => `sys/policies/acl/${text(name)}`, 'name', 'policy'),
  'vault:index/audit:Audit': {
    takes: ['path', 'type', 'options', 'description', 'local'],
    requests: ({ path, type, options, description, local }) => [
      { verb: 'write', path: `sys/audit/${text(path ?? type)}`, body: { type, options, description, local } },
    ],
  },
  'vault:index/quotaRateLimit:QuotaRateLimit': write(
    ({ name }) => `sys/quotas/rate-limit/${text(name)}`,
    'name',
    'interval path rate',
  ),
  'vault:index/raftAutopilot:RaftAutopilot': write(
    () => 'sys/storage/raft/autopilot/configuration',
    '',
    'cleanupDeadServers deadServerLastContactThreshold lastContactThreshold maxTrailingLogs minQuorum serverStabilizationTime',
  ),
  'vault:kv/secretBackendV2:SecretBackendV2': write(
    ({ mount: of }) => `${text(of)}/config`,
    'mount',
    'casRequired maxVersions',
  ),
  'vault:kubernetes/authBackendConfig:AuthBackendConfig': write(
    ({ backend }) => `auth/${text(backend)}/config`,
    'backend',
    'disableLocalCaJwt kubernetesCaCert kubernetesHost tokenReviewerJwt',
  ),
  'vault:kubernetes/authBackendRole:AuthBackendRole': write(
    ({ backend, roleName }) => `auth/${text(backend)}/role/${text(roleName)}`,
    'backend roleName',
    `aliasNameSource audience boundServiceAccountNames boundServiceAccountNamespaces ${TOKEN}`,
  ),
  'vault:jwt/authBackend:AuthBackend': oidcBackend,
  'vault:jwt/authBackendRole:AuthBackendRole': write(
    ({ backend, roleName }) => `auth/${text(backend)}/role/${text(roleName)}`,
    'backend roleName',
    `allowedRedirectUris boundAudiences boundClaims claimMappings groupsClaim oidcScopes roleType userClaim verboseOidcLogging ${TOKEN}`,
  ),
  'vault:identity/group:Group': group,
  'vault:identity/groupAlias:GroupAlias': groupAlias,
  'vault:database/secretBackendConnection:SecretBackendConnection': databaseConnection,
  'vault:database/secretBackendRole:SecretBackendRole': write(
    ({ backend, name }) => `${text(backend)}/roles/${text(name)}`,
    'backend name',
    'creationStatements dbName defaultTtl maxTtl renewStatements revocationStatements rollbackStatements',
  ),
  'vault:pkiSecret/secretBackendRootCert:SecretBackendRootCert': rootCertificate,
  'vault:pkiSecret/secretBackendIntermediateCertRequest:SecretBackendIntermediateCertRequest':
    intermediateRequest,
  'vault:pkiSecret/secretBackendRootSignIntermediate:SecretBackendRootSignIntermediate': signedIntermediate,
  'vault:pkiSecret/secretBackendIntermediateSetSigned:SecretBackendIntermediateSetSigned': setSigned,
  'vault:pkiSecret/secretBackendRole:SecretBackendRole': certificateRole,
  'vault:pkiSecret/secretBackendConfigUrls:SecretBackendConfigUrls': write(
    ({ backend }) => `${text(backend)}/config/urls`,
    'backend',
    'crlDistributionPoints enableTemplating issuingCertificates ocspServers',
  ),
  'vault:pkiSecret/secretBackendCrlConfig:SecretBackendCrlConfig': write(
    ({ backend }) => `${text(backend)}/config/crl`,
    'backend',
    'autoRebuild autoRebuildGracePeriod deltaRebuildInterval disable enableDelta expiry ocspDisable ocspExpiry',
  ),
  'vault:pkiSecret/backendConfigCluster:BackendConfigCluster': write(
    ({ backend }) => `${text(backend)}/config/cluster`,
    'backend',
    'aiaPath path',
  ),
  'vault:pkiSecret/backendConfigAutoTidy:BackendConfigAutoTidy': write(
    ({ backend }) => `${text(backend)}/config/auto-tidy`,
    'backend',
    'enabled intervalDuration safetyBuffer tidyCertStore tidyRevokedCertIssuerAssociations tidyRevokedCerts',
  ),
};

/**
 * The requests that make one resource, and what others can refer to afterwards.
 * @throws Error when the type, or one of its inputs, is not known here
 */
export function translationOf(type: string, inputs: Inputs): Translation {
  const translation = TRANSLATIONS[type];
  if (translation === undefined) throw new Error(`no translation of ${type} into Vault's API`);
  allNamed(type, inputs, translation.takes);
  return translation;
}
