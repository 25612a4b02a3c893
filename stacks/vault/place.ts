import type { ResolvedEnvironment } from '@plinth/model';
import type { ComponentResourceOptions } from '@pulumi/pulumi';
import { Provider } from '@pulumi/vault';

/** What every part of the program is told alike. */
export interface Place {
  readonly environment: ResolvedEnvironment;
  /** With the one provider. */
  readonly options: ComponentResourceOptions;
}

/** Whoever runs this program forwards this port to the server that decides; its certificate has this address too. */
const FORWARDED = 'https://127.0.0.1:8200';

/**
 * The token and the authority of Vault's certificate come from the environment of whoever runs this, and go nowhere
 * else: `VAULT_TOKEN`, `VAULT_CACERT`.
 */
export function placeOf(environment: ResolvedEnvironment): Place {
  const provider = new Provider('vault', {
    address: FORWARDED,
    // Else the provider asks for a token that may make tokens.
    skipChildToken: true,
    // Not even an environment variable takes this away.
    skipTlsVerify: false,
  });
  return { environment, options: { provider } };
}
