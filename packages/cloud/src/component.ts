import { Component as PulumiComponent } from '@plinth/pulumi';
import type { ComponentResourceOptions } from '@pulumi/pulumi';

export type { Transform } from '@plinth/pulumi';

/** A group of resources of Google Cloud that is one thing to whoever uses it. */
export abstract class Component extends PulumiComponent {
  /** @param type the concept, such as `Network` */
  constructor(type: string, name: string, options?: ComponentResourceOptions) {
    super(`gcp:${type}`, name, options);
  }
}
