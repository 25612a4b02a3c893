import {
  type CustomResourceOptions,
  getOrganization,
  getStack,
  type Output,
  StackReference,
} from '@pulumi/pulumi';

/**
 * What another project has made for the same environment, typed by what that project says it gives.
 * @example
 * const foundation = new StackOutputs<FoundationOutputs>('foundation');
 * foundation.get('clusterEndpoint');
 */
export class StackOutputs<Outputs extends object> {
  readonly #reference: StackReference;

  /** @param project the name in its `Pulumi.yaml`; its stack is called as this one */
  constructor(project: string, options?: CustomResourceOptions) {
    this.#reference = new StackReference(
      project,
      { name: `${getOrganization()}/${project}/${getStack()}` },
      options,
    );
  }

  /** Fails the run when the other stack does not have it: it has to be brought up first. */
  get<Name extends keyof Outputs & string>(name: Name): Output<Outputs[Name]> {
    return this.#reference.requireOutput(name) as Output<Outputs[Name]>;
  }
}
