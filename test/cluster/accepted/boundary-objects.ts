import type { KubernetesObject } from '@plinth/testing';
import type { Loose } from './refused-pods';

/** Where objects about boundaries live. Nothing watches over it, so that the boundary alone is judged. */
export const BOUNDARY_NAMESPACE = 'boundaries';

/** Names of 52 characters get a pod, longer ones are taken and never get one: the server lets them pass. */
export function statefulSet(length: number): KubernetesObject {
  return { ...named('apps/v1', 'StatefulSet', letters(length)), spec: { ...workload(), serviceName: 'a' } };
}

export function withPorts(list: string, ports: readonly object[]): KubernetesObject {
  const spec = workload();
  const [app] = spec.template.spec.containers;
  spec.template.spec[list] = [{ ...app, name: list.toLowerCase(), ports }];
  return { ...named('apps/v1', 'Deployment', 'a'), spec };
}

/** The labels of its pods can be labels: its selector alone crosses the boundary. */
export function selecting(kind: string, app: string): KubernetesObject {
  const spec = workload();
  spec.selector.matchLabels = { app };
  spec.template.metadata.labels = { app: app.slice(0, 63) };
  return {
    ...named('apps/v1', kind, 'a'),
    spec: { ...spec, ...(kind === 'StatefulSet' && { serviceName: 'a' }) },
  };
}

export function service(spec: object): KubernetesObject {
  return { ...named('v1', 'Service', 'a'), spec };
}

export function policy(spec: object): KubernetesObject {
  return {
    ...named('networking.k8s.io/v1', 'NetworkPolicy', 'a'),
    spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'], ...spec },
  };
}

/** A policy about one port, of a number or of a name. */
export function policyOf(direction: 'ingress' | 'egress', port: number | string): KubernetesObject {
  const peer = direction === 'ingress' ? 'from' : 'to';
  return policy({ [direction]: [{ [peer]: [{ podSelector: {} }], ports: [{ port }] }] });
}

export function budget(app: string): KubernetesObject {
  const spec = { maxUnavailable: 1, selector: { matchLabels: { app } } };
  return { ...named('policy/v1', 'PodDisruptionBudget', 'a'), spec };
}

export function replicas(count: number): KubernetesObject {
  return { ...named('apps/v1', 'Deployment', 'a'), spec: { ...workload(), replicas: count } };
}

export function priority(value: number): KubernetesObject {
  return { ...named('scheduling.k8s.io/v1', 'PriorityClass', 'a'), value };
}

export function workload(): Loose {
  return { selector: { matchLabels: { app: 'a' } }, template: template('Always') };
}

export function template(restartPolicy: string): Loose {
  return {
    metadata: { labels: { app: 'a' } },
    spec: { restartPolicy, containers: [{ name: 'a', image: 'registry.example.com/a:1' }] },
  };
}

export function named(apiVersion: string, kind: string, name: string): KubernetesObject {
  const isOfCluster = ['Namespace', 'PriorityClass'].includes(kind);
  return { apiVersion, kind, metadata: isOfCluster ? { name } : { name, namespace: BOUNDARY_NAMESPACE } };
}

export function letters(count: number): string {
  return 'a'.repeat(count);
}

/** So many bytes, as the API has them. */
export function encoded(bytes: number): string {
  return Buffer.alloc(bytes).toString('base64');
}

/** Words of at most 50 letters with dots between them. */
export function domain(length: number): string {
  return letters(length).replace(/a{50}(?=a)/g, `${letters(49)}.`);
}
