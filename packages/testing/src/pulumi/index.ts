export { KeyService } from './key-service';
export type { Properties } from './property-value';
export type { ProviderCall } from './provider-call';
export type { MadeResource, ProviderBehaviour, ProviderStandIn } from './provider-stand-in';
export { linkedProject } from './pulumi-project';
export { PulumiStack, type PulumiStackProps } from './pulumi-stack';
export {
  type PulumiResult,
  type PulumiRunOptions,
  PulumiWorkspace,
  type PulumiWorkspaceOptions,
} from './pulumi-workspace';
export { sdkVersions } from './sdk-versions';
export type { StackState, StateResource } from './stack-state';
