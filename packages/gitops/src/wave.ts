import { plainMetadata } from '@plinth/manifest';
import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';

/**
 * The steps in which Argo CD applies the objects of one Application: a step begins when everything of the
 * step before is healthy. The numbers leave room between them; 0 is what Argo CD takes for an object that
 * says nothing.
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/
 */
export const Wave = {
  /** What later objects are made of, and what an Application may do. */
  definitions: -60,
  /** Where they live, within which quota. */
  namespaces: -50,
  /** Said before anything runs: networks, priorities, disks. */
  policies: -40,
  /** Who may do what. */
  rights: -30,
  /** Programs that understand the objects of later waves; chosen, never by kind. */
  operators: -20,
  /** Who signs, and what is signed. */
  pki: -10,
  /** What runs, and everything that is not named here. */
  workloads: 0,
} as const satisfies Readonly<Record<string, number>>;

export type WaveName = keyof typeof Wave;

export const WAVE_ANNOTATION = 'argocd.argoproj.io/sync-wave';

const HOOK_ANNOTATION = 'argocd.argoproj.io/hook';

const KINDS: Readonly<Record<Exclude<WaveName, 'operators' | 'workloads'>, readonly string[]>> = {
  definitions: ['CustomResourceDefinition', 'AppProject'],
  namespaces: ['Namespace', 'ResourceQuota', 'LimitRange'],
  policies: [
    'NetworkPolicy',
    'PriorityClass',
    'StorageClass',
    'ValidatingAdmissionPolicy',
    'ValidatingAdmissionPolicyBinding',
  ],
  rights: ['ServiceAccount', 'ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding'],
  // A Bundle comes with what runs: the program that copies it has a certificate, and so is in this wave itself.
  pki: ['ClusterIssuer', 'Issuer', 'Certificate'],
};

const WAVES: ReadonlyMap<string, number> = new Map(
  Object.entries(KINDS).flatMap(([name, kinds]) => kinds.map((kind) => [kind, Wave[name as WaveName]])),
);

/** The wave of a kind of object. */
export function waveOf(kind: string): number {
  return WAVES.get(kind) ?? Wave.workloads;
}

/**
 * Gives every object below a scope the wave of its kind, as the last step of a chart. An object that has a
 * wave of its own keeps it; hooks belong to a phase and order themselves there.
 */
export function assignWaves(scope: IConstruct): void {
  if (ApiObject.isApiObject(scope)) assignWave(scope);
  for (const child of scope.node.children) assignWaves(child);
}

function assignWave(object: ApiObject): void {
  const { annotations } = plainMetadata(object.metadata);
  if (annotations?.[WAVE_ANNOTATION] !== undefined || annotations?.[HOOK_ANNOTATION] !== undefined) return;
  object.metadata.addAnnotation(WAVE_ANNOTATION, String(waveOf(object.kind)));
}
