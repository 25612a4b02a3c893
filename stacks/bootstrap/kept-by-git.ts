import { apiextensions, core, networking } from '@pulumi/kubernetes';
import type { CustomResource, CustomResourceOptions } from '@pulumi/pulumi';
import type { RenderedObject } from './rendered';

type Make = (name: string, object: object, options: CustomResourceOptions) => CustomResource;

/** Kinds that Pulumi knows by a type of their own; others are custom resources to it as to Kubernetes. */
const TYPED: Readonly<Record<string, Make>> = {
  ConfigMap: (name, object, options) => new core.v1.ConfigMap(name, object, options),
  LimitRange: (name, object, options) => new core.v1.LimitRange(name, object, options),
  Namespace: (name, object, options) => new core.v1.Namespace(name, object, options),
  NetworkPolicy: (name, object, options) => new networking.v1.NetworkPolicy(name, object, options),
  ResourceQuota: (name, object, options) => new core.v1.ResourceQuota(name, object, options),
};

/**
 * Makes an object once. From Argo CD's first sync on, Git says what is in it: an update from here would be refused, as
 * the fields are then those of `argocd-controller` (server-side apply), and if it were forced, Argo CD would undo
 * it. So later runs neither change nor delete it; a changed declaration arrives through Git alone.
 * @see https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts
 */
export function keptByGit(object: RenderedObject, options: CustomResourceOptions): CustomResource {
  const { apiVersion, kind, ...content } = object;
  const { name } = object.metadata;
  const once = { ...options, ignoreChanges: Object.keys(content), retainOnDelete: true };
  const make = TYPED[kind];
  if (make !== undefined) return make(name, content, once);
  return new apiextensions.CustomResource(
    `${kind.toLowerCase()}-${name}`,
    { apiVersion, kind, ...content },
    once,
  );
}
