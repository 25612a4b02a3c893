export { codeowners } from './codeowners';
export { type ResolveOptions, resolveCompany } from './company';
export { type CustomizationRow, customizationsIn } from './customizations';
export {
  type Base,
  type Company,
  type Customization,
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
  squad,
  statefulNode,
  thirdPartyImage,
  vault,
  webService,
  worker,
} from './declare';
export { ENVIRONMENT_IDENTITY } from './environment-identity';
export { type ModelJsonSchema, modelJsonSchema } from './json-schema';
export { modelJson } from './model-json';
export { googleServiceAccountId, serviceAccountName } from './names';
export { platformSquad } from './platform-squad';
export { type Origin, originOf } from './provenance/origin';
export type { ReleasesFile } from './releases';
export type {
  EnvironmentFacts,
  Exception,
  ExternalMetric,
  ResolvedCall,
  ResolvedCaller,
  ResolvedDependency,
  ResolvedEnvironment,
  ResolvedImage,
  ResolvedScheduledJob,
  ResolvedService,
  ResolvedServiceOf,
  ResolvedSquad,
  ResolvedStatefulNode,
  ResolvedWebService,
  ResolvedWorker,
  SecretReference,
} from './resolved';
export { MODEL_VERSION } from './resolved';
export type { ServiceKind } from './schema/service';
