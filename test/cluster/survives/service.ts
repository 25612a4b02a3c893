import { type KubernetesObject, refTo } from '@plinth/testing';

/** The label that tells whose a pod is, and the name of all its objects. */
export const INSTANCE = 'app.kubernetes.io/instance';

/** What has to go on: a workload that runs for ever, and how many of its pods are promised. */
export interface Service {
  readonly kind: 'Deployment' | 'StatefulSet';
  readonly namespace: string;
  readonly name: string;
  /** The least that its autoscaler, or else it itself, asks for. */
  readonly min: number;
}

/** The services among objects; jobs end by themselves and are none. */
export function servicesIn(objects: readonly KubernetesObject[]): Service[] {
  return objects
    .filter(({ kind }) => kind === 'Deployment' || kind === 'StatefulSet')
    .map(({ kind, metadata: { name, namespace = '' }, spec }) => {
      const autoscaler = objects.find(
        (object) =>
          object.kind === 'HorizontalPodAutoscaler' &&
          object.metadata.namespace === namespace &&
          object.spec.scaleTargetRef.name === name,
      );
      const min = Number(autoscaler?.spec.minReplicas ?? spec.replicas ?? 1);
      return { kind: kind as Service['kind'], namespace, name, min };
    });
}

export function titleOfService({ namespace, name }: Pick<Service, 'namespace' | 'name'>): string {
  return `${namespace}/${name}`;
}

export function workloadOf({ kind, namespace, name }: Service) {
  return refTo('apps/v1', kind, name, namespace);
}

export function serviceCalled(services: readonly Service[], name: string): Service {
  const found = services.find((service) => service.name === name);
  if (found === undefined) throw new Error(`no service is called ${name}`);
  return found;
}
