export { type CertificateIssuer, certificateIssuers } from './certificate-issuers';
export {
  ADD_ON_IDENTITIES,
  accessLogsBucket,
  auditLogsBucket,
  bucketName,
  CLOUD_SQL_CONNECTOR_PORT,
  CLUSTER_NAME,
  chartsRegistry,
  GOOGLE_HEALTH_CHECKS,
  gatewayCertificateName,
  gatewayRanges,
  googleServiceAccountEmail,
  KEYS,
  METADATA_SERVER,
  PRIVATE_GOOGLE_APIS,
  PULL_THROUGH,
  pullThrough,
  SERVICE_KEY_RING,
  signingKeyName,
  stateBucket,
  subscriptionName,
  topicName,
  vaultSnapshotsBucket,
  WEBHOOK_PORTS,
  workloadMember,
} from './cloud-names';
export { codeowners } from './codeowners';
export { type ResolveOptions, resolveCompany } from './company';
export { type CustomizationRow, customizationsIn } from './customizations';
export {
  type Base,
  type Company,
  type Customization,
  cloud,
  cloudMonitoring,
  type Declaration,
  type DependencyDeclaration,
  defineBase,
  defineCompany,
  type EnvironmentDeclaration,
  type EnvironmentFactsInput,
  type ExceptionDeclaration,
  environment,
  exception,
  externalDependency,
  type OverlayDeclaration,
  type Overlays,
  overlayOf,
  publicRoute,
  type ServiceDeclaration,
  type ServiceInput,
  type SquadDeclaration,
  scheduledJob,
  sidecar,
  squad,
  statefulNode,
  thirdPartyImage,
  vault,
  webService,
  worker,
} from './declare';
export { declaredEnvironment } from './declared-environment';
export { ENVIRONMENT_IDENTITY } from './environment-identity';
export { environmentNamed } from './environment-named';
export { type ModelJsonSchema, modelJsonSchema } from './json-schema';
export { encodingProblem, lineOfPath, lineOfSyntaxError, repeatedKeys } from './json-text';
export { modelJson } from './model-json';
export {
  CERTIFICATE_LIVES,
  CERTIFICATES_LABEL,
  type CertificateLives,
  certificateLives,
  certificateRole,
  certificateSecret,
  dnsNames,
  ISSUER_ACCOUNT_SUFFIX,
  issuerAccount,
  issuerAudience,
  issuerPolicy,
  PROXY_IMAGE,
  PROXY_PORTS,
  PROXY_RESOURCES,
  SERVICE_AUTHORITIES,
  SERVICE_PROXY,
  signingPath,
  spiffeId,
  TLS_FOLDER,
} from './mutual-tls-names';
export { googleServiceAccountId, serviceAccountName } from './names';
export { platformSquad } from './platform-squad';
export { type Origin, originOf } from './provenance/origin';
export { publicHosts, publicRoutes } from './public-hosts';
export { type AuthoritiesFlaw, readAuthorities } from './read-authorities';
export type { ReleasesFile } from './releases';
export { readReleasesFiles } from './releases-files';
export type {
  CloudFacts,
  EnvironmentFacts,
  Exception,
  ExternalMetric,
  ResolvedCall,
  ResolvedCaller,
  ResolvedCloud,
  ResolvedCloudNeed,
  ResolvedDependency,
  ResolvedEnvironment,
  ResolvedImage,
  ResolvedMutualTls,
  ResolvedScheduledJob,
  ResolvedSecret,
  ResolvedServer,
  ResolvedService,
  ResolvedServiceOf,
  ResolvedSquad,
  ResolvedStatefulNode,
  ResolvedTermination,
  ResolvedVault,
  ResolvedWebService,
  ResolvedWorker,
} from './resolved';
export { MODEL_VERSION } from './resolved';
export type { ServiceKind } from './schema/service';
export { type Access, type AccessGrant, vaultAccess } from './vault-access';
export { grantsOf, loginsOf, type VaultGrant, type VaultLogin, vaultLogins } from './vault-logins';
export {
  ADMINISTRATORS_POLICY,
  beforeRolloutName,
  databaseReader,
  databaseRole,
  databaseSchema,
  kvData,
  kvMetadata,
  PEOPLE_POLICY,
  secretFile,
  servicePolicy,
  squadPolicy,
  VAULT_ADDRESS,
  VAULT_AGENT,
  VAULT_AGENT_RESOURCES,
  VAULT_AUDIENCE,
  VAULT_AUDIT,
  VAULT_CA,
  VAULT_IMAGE,
  VAULT_MOUNTS,
  VAULT_PORTS,
  vaultServers,
} from './vault-names';
