import { VAULT_AUDIT, VAULT_MOUNTS, vaultServers } from '@plinth/model';
import { AuditTrail, ServerLimits } from '@plinth/vault';
import type { Place } from './place';

/** Requests a second of one address: several times what a busy pod needs. */
const RATES = { requests: 500, logins: 50 };

/** Nothing is configured before it is written down who did. */
export function afterAuditing(place: Place): Place {
  const trail = new AuditTrail('audit', { file: VAULT_AUDIT.file }, place.options);
  return { ...place, options: { ...place.options, dependsOn: [trail] } };
}

/** What one client can take from the others, and when a server counts as gone. */
export function limits({ environment, options }: Place): void {
  const servers = vaultServers(environment.facts);
  new ServerLimits(
    'limits',
    {
      requests: RATES.requests,
      logins: { [`auth/${VAULT_MOUNTS.kubernetes}/login`]: RATES.logins },
      // One server alone can spare none.
      ...(servers >= 3 && { minQuorum: servers }),
    },
    options,
  );
}
