import { type Problem, show } from '@plinth/errors';
import type { Duration } from '@plinth/units';
import type * as vault from '@pulumi/vault';
import type { Transform } from './component';
import { nameProblems } from './name';

/** What may be issued under one role: these names, and no others. */
export interface CertificateRole {
  readonly roleName: string;
  /** DNS names in full; the common name is one of them. */
  readonly dnsNames: readonly string[];
  /** `spiffe://example.com/ns/exchange/sa/ledger` */
  readonly identity: string;
  /** By which side of a connection it is shown. */
  readonly usedBy: { readonly server: boolean; readonly client: boolean };
  readonly life: Duration;
  readonly transform?: Transform<vault.pkisecret.SecretBackendRoleArgs>;
}

/**
 * A role whose certificates are one service's: whoever may use it can ask for nothing else. Vault checks every name of a request
 * against these, refuses other keys, and keeps what it has issued, so that it can be listed and revoked.
 * @see https://developer.hashicorp.com/vault/api-docs/secret/pki#create-update-role
 */
export function certificateRoleArgs(
  { roleName, dnsNames, identity, usedBy, life }: CertificateRole,
  backend: vault.pkisecret.SecretBackendRoleArgs['backend'],
): vault.pkisecret.SecretBackendRoleArgs {
  return {
    backend,
    name: roleName,
    // Whichever authority issues now.
    issuerRef: 'default',
    allowedDomains: [...dnsNames],
    allowBareDomains: true,
    allowSubdomains: false,
    allowGlobDomains: false,
    allowWildcardCertificates: false,
    allowAnyName: false,
    allowLocalhost: false,
    allowIpSans: false,
    allowedUriSans: [identity],
    enforceHostnames: true,
    cnValidations: ['hostname'],
    requireCn: true,
    useCsrCommonName: true,
    useCsrSans: true,
    serverFlag: usedBy.server,
    clientFlag: usedBy.client,
    codeSigningFlag: false,
    emailProtectionFlag: false,
    keyType: 'ec',
    keyBits: 256,
    keyUsages: ['DigitalSignature'],
    basicConstraintsValidForNonCa: false,
    ttl: goSeconds(life),
    maxTtl: goSeconds(life),
    // For clocks that are behind.
    notBeforeDuration: '1m0s',
    generateLease: false,
    noStore: false,
  };
}

/** As Vault prints these back. */
function goSeconds({ seconds }: Duration): string {
  return String(seconds);
}

export function certificateRoleProblems(where: string, role: CertificateRole): Problem[] {
  const { roleName, dnsNames, identity, usedBy } = role;
  const problem = (part: string, found: string, allowed: string, fix: string): Problem => ({
    code: 'certificate-role',
    where: `${where}: ${part}`,
    found,
    allowed,
    fix,
  });
  const wrong = dnsNames.filter((name) => !isHost(name));
  return [
    ...nameProblems(`${where}: roleName`, roleName),
    ...(dnsNames.length === 0
      ? [problem('dnsNames', 'no name', 'at least one', 'name what callers ask for')]
      : []),
    ...wrong.map((name) =>
      problem(
        'dnsNames',
        show(name),
        'DNS names in full, without wildcard, and no address',
        'write for example "ledger.exchange.svc"',
      ),
    ),
    ...(/^spiffe:\/\/[a-z0-9.-]+\/[a-z0-9/-]+$/.test(identity)
      ? []
      : [
          problem(
            'identity',
            show(identity),
            'one SPIFFE id, without wildcard',
            'write for example "spiffe://example.com/ns/exchange/sa/ledger"',
          ),
        ]),
    ...(usedBy.server || usedBy.client
      ? []
      : [problem('usedBy', 'neither side', 'server, client or both', 'leave the role out')]),
  ];
}

function isHost(name: string): boolean {
  return /^(?=.{1,253}$)(?![0-9.]+$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)+$/.test(
    name,
  );
}
