import { type KeyService, PulumiStack, type PulumiStackProps } from '@plinth/testing';

/**
 * Takes a stack out of its folder into a bucket, and from its passphrase to a key, in the order of
 * docs/guides/first-environment.md: secrets change hands first, because an exported state takes its own key along.
 * @returns the stack in its new place, where nobody knows the passphrase
 */
export async function movedToKey(
  stack: PulumiStack,
  keys: KeyService,
  props: PulumiStackProps,
): Promise<PulumiStack> {
  const keyed = stack.with(keys.environment);
  await keyed.succeed('stack', 'change-secrets-provider', keys.provider);
  const state = await keyed.state();
  const bucket = props.workspace.folder('bucket');
  const environment = {
    ...keys.environment,
    PULUMI_BACKEND_URL: `file://${bucket}`,
    PULUMI_CONFIG_PASSPHRASE: '',
  };
  const moved = await PulumiStack.init({ ...props, environment, secretsProvider: keys.provider });
  await moved.take(state);
  return moved;
}
