import { Component as PulumiComponent } from '@plinth/pulumi';
import type { ComponentResourceOptions } from '@pulumi/pulumi';

export type { Transform } from '@plinth/pulumi';

/** A part of Vault that is one thing to whoever uses it. */
export abstract class Component extends PulumiComponent {
  /** @param type the concept, such as `KvStore` */
  constructor(type: string, name: string, options?: ComponentResourceOptions) {
    super(`vault:${type}`, name, options);
  }
}
