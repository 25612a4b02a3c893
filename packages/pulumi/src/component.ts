import { ComponentResource, type ComponentResourceOptions, type CustomResourceOptions } from '@pulumi/pulumi';

/**
 * The typed escape hatch to one child: fields that take the place of ours, or a function that changes arguments
 * and options in place before the child is made.
 */
export type Transform<Args extends object> =
  | Partial<Args>
  | ((args: Args, options: CustomResourceOptions, name: string) => void);

/** A group of resources that is one thing to whoever uses it. Its children are `nodes`, under the keys of `transform`. */
export abstract class Component extends ComponentResource {
  readonly #name: string;

  /** @param type the platform and the concept, such as `gcp:Network` */
  constructor(type: string, name: string, options?: ComponentResourceOptions) {
    super(`plinth:${type}`, name, {}, options);
    this.#name = name;
  }

  /**
   * What a child is made of: its name, our arguments with what the caller changes, and this as its parent.
   * @param suffix of the child's name; the child that is the component itself has none
   */
  protected child<Args extends object>(
    suffix: string | undefined,
    args: Args,
    transform: Transform<Args> | undefined,
    options: CustomResourceOptions = {},
  ): [name: string, args: Args, options: CustomResourceOptions] {
    const name = suffix === undefined ? this.#name : `${this.#name}-${suffix}`;
    const own = { parent: this, ...options };
    if (typeof transform !== 'function') return [name, { ...args, ...transform }, own];
    const changed = { ...args };
    transform(changed, own, name);
    return [name, changed, own];
  }
}
