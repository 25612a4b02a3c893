import { VAULT_ADDRESS, VAULT_MOUNTS } from '@plinth/model';
import { Duration } from '@plinth/units';
import { CertificateAuthority } from '@plinth/vault';
import type { Place } from './place';

const YEAR = 365 * 24;
const LIFE = { root: Duration.hours(10 * YEAR), issuing: Duration.hours(3 * YEAR) };

/** The authority of the environment's certificates, which no other environment trusts. */
export function certificates({ environment, options }: Place): void {
  new CertificateAuthority(
    VAULT_MOUNTS.pki,
    {
      mountPath: VAULT_MOUNTS.pki,
      rootMountPath: VAULT_MOUNTS.pkiRoot,
      commonName: `${environment.facts.domain} services`,
      organization: environment.facts.project,
      address: VAULT_ADDRESS,
      life: LIFE,
    },
    options,
  );
}
