import type { Problem } from '@plinth/errors';
import type { EngineSettings, EngineState } from './engine-state';

const PROVIDER = 'pulumi:providers:';

/** The URN in a reference to a provider, which is `urn::id`. */
export function providerUrn(reference: string, state: EngineState): string | undefined {
  if (reference === '') return undefined;
  for (const { urn, type } of state.resources.values()) {
    if (type.startsWith(PROVIDER) && reference.startsWith(`${urn}::`)) return urn;
  }
  return reference;
}

/** As the engine: what may not fall back to a provider of the shell's settings has to name one. */
export function missingProvider(
  what: string,
  type: string,
  reference: string,
  settings: EngineSettings,
): Problem | undefined {
  const [provider = ''] = type.split(':');
  if (reference !== '' || provider === 'pulumi') return undefined;
  const disabled = settings.disabledDefaultProviders;
  if (!disabled.includes(provider) && !disabled.includes('*')) return undefined;
  return {
    code: 'default-provider',
    where: `${settings.where}: ${what}`,
    found: 'no explicit provider',
    allowed: `one, because pulumi:disable-default-providers lists ${disabled.includes('*') ? '*' : provider}`,
    fix: 'give it or its parent the option "provider"',
  };
}
