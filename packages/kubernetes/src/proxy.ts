import type { ContainerUser } from './container-user';
import type { V27 } from './kplus';
import type { Container } from './newer-fields';
import { PROXY_CONFIG, PROXY_FOLDER } from './proxy-config';
import { _toRequirements } from './resources';
import { _securityContext } from './security-context';
import { _PROXY_MOUNT, _tlsMount, type ProxyDelivery } from './tls-files';

const PROXY = 'service-proxy';

/**
 * A sidecar of Kubernetes' own kind: connections can be made before the program starts, and are there until it has ended. Files
 * that are renewed need no restart.
 * @see https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/
 */
export function _proxyContainer(tls: ProxyDelivery, user: ContainerUser): Container {
  const { image, resources, health } = tls.proxy;
  const probe: V27['Probe'] = {
    httpGet: { path: '/ready', port: health },
    periodSeconds: 5,
    timeoutSeconds: 2,
  };
  return {
    name: PROXY,
    image: image.reference,
    imagePullPolicy: 'Always',
    command: [
      'envoy',
      // Envoy takes a value as an argument of its own, and ends at `--config-path=…`.
      ...['--config-path', `${PROXY_FOLDER}/${PROXY_CONFIG}`],
      // One thread, as much as a program that needs help has to say; and no shared memory for a restart that never comes.
      ...['--concurrency', '1'],
      '--disable-hot-restart',
      ...['--log-level', 'warning'],
      // Who was refused is seen at once: by itself it would collect lines for ten seconds.
      ...['--file-flush-interval-msec', '1000'],
    ],
    restartPolicy: 'Always',
    resources: _toRequirements(resources),
    securityContext: _securityContext(user),
    startupProbe: { ...probe, periodSeconds: 1, failureThreshold: 120 },
    readinessProbe: { ...probe, failureThreshold: 3 },
    livenessProbe: {
      ...probe,
      httpGet: { path: '/live', port: health },
      periodSeconds: 10,
      failureThreshold: 6,
    },
    volumeMounts: [_PROXY_MOUNT, _tlsMount(tls)],
  };
}
