import type { ContainerUser } from './container-user';
import type { PodSecurityContext, SecurityContext } from './newer-fields';

/**
 * What Pod Security `restricted` demands, said on the pod and said again on the container, so that a
 * container that is added later starts out restricted too.
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
 */
export function _podSecurityContext({ uid }: ContainerUser): PodSecurityContext {
  return {
    runAsNonRoot: true,
    runAsUser: uid,
    runAsGroup: uid,
    fsGroup: uid,
    // A volume of 200 GiB is not walked on each start.
    fsGroupChangePolicy: 'OnRootMismatch',
    seccompProfile: { type: 'RuntimeDefault' },
    appArmorProfile: { type: 'RuntimeDefault' },
  };
}

export function _securityContext({ uid }: ContainerUser): SecurityContext {
  return {
    allowPrivilegeEscalation: false,
    privileged: false,
    readOnlyRootFilesystem: true,
    runAsNonRoot: true,
    runAsUser: uid,
    runAsGroup: uid,
    capabilities: { drop: ['ALL'] },
    seccompProfile: { type: 'RuntimeDefault' },
    appArmorProfile: { type: 'RuntimeDefault' },
  };
}
