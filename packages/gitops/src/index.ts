export type { ApplicationProps } from './argo-application';
export { ArgoCdConfiguration, type ArgoCdConfigurationProps } from './argo-cd-configuration';
export type { ProjectMembers } from './argo-cd-rights';
export type { SignIn } from './argo-cd-settings';
export { ChartApplication, type ChartApplicationProps, type ChartSource } from './chart-application';
export type { Destination } from './destination';
export type { GitSource } from './git-source';
export { ManifestApplication, type ManifestApplicationProps } from './manifest-application';
export { MANIFEST_FOLDER, manifestPath } from './manifest-folder';
export { type OnRemoval, PROTECTED, SYNC_OPTIONS_ANNOTATION } from './on-removal';
export { type OwnedBy, ownerLabels } from './owner-labels';
export { type PermittedKind, SERVICE_KINDS } from './permitted-kind';
export {
  PLATFORM_NAMESPACES,
  PLATFORM_PROJECT,
  PlatformProject,
  type PlatformProjectProps,
} from './platform-project';
export { ARGOCD_NAMESPACE, type ProjectProps } from './project';
export { RootApplication, type RootApplicationProps } from './root-application';
export { SquadProject, type SquadProjectProps, squadProjectName } from './squad-project';
export { StrippedDefaultProject, type StrippedDefaultProjectProps } from './stripped-default-project';
export type { IgnoredDifference } from './sync-policy';
export { assignWaves, WAVE_ANNOTATION, Wave, type WaveName, waveOf } from './wave';
