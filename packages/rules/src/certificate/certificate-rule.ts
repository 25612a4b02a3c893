import type { JsonObject } from '../json';
import type { Fault, Rule } from '../rule';
import { isCertificate, isIssuer, isOfService, quoted, record } from './certificate';
import { CertificateSurvey } from './certificate-survey';
import { issuerFaults } from './issuer';
import { keyFaults } from './key';
import { lifeFaults } from './lives';
import { nameFaults } from './names';

/**
 * Who a service is to others is what its certificate says. So each certificate says one service, whole and by name; its key is of
 * one service, strong and short-lived; and its issuer can have nobody else's names signed.
 *
 * Certificates of authorities (`isCA`) identify nobody: only their keys are judged. Those that ask an issuer of the whole
 * cluster are the platform's; who may is the matter of the rule `cluster-issuer`.
 * @see https://cert-manager.io/docs/usage/certificate/
 */
export const certificateRule: Rule = {
  id: 'certificate',
  title: 'a certificate says one service, with a strong key and a short life, from an issuer of its own',
  controls: ['G01', 'G02', 'G03', 'G04', 'G08', 'G09', 'PCI-DSS-4.2.1'],
  applies: (object) => isCertificate(object) || isIssuer(object),
  *check({ object }, { identity }) {
    const spec = record(object.spec);
    if (isIssuer(object)) {
      yield* issuerFaults(spec, object.kind === 'Issuer' ? identity.name : undefined);
      return;
    }
    if (spec.isCA !== true) yield* nameFaults(spec, identity);
    yield* keyFaults(spec);
    yield* lifeFaults(spec);
    yield* issuerRefFaults(spec);
    if (isOfService(spec)) yield* secretFaults(spec, identity.name);
  },
  survey: () => new CertificateSurvey(),
};

/** cert-manager leaves a reference to a group or a kind that is not its own to others, and waits for ever. */
function* issuerRefFaults(spec: JsonObject): Iterable<Fault> {
  const { group = 'cert-manager.io', kind = 'Issuer' } = record(spec.issuerRef);
  if (group !== 'cert-manager.io') yield reference('group', quoted(group), '"cert-manager.io"');
  if (kind !== 'Issuer' && kind !== 'ClusterIssuer') yield reference('kind', quoted(kind), '"Issuer"');
}

function reference(field: string, found: string, allowed: string): Fault {
  const fix = 'ask an Issuer of cert-manager: nobody else signs here';
  return { path: `spec.issuerRef.${field}`, found, allowed, fix };
}

function* secretFaults({ secretName }: JsonObject, name: string): Iterable<Fault> {
  if (secretName === undefined || secretName === `${name}-tls`) return;
  yield {
    path: 'spec.secretName',
    found: quoted(secretName),
    allowed: `${name}-tls`,
    fix: 'call the Secret after the service: whose key is in it is then seen at a glance',
  };
}
