import { GatewayCertificate, PublicAddress, PublicZone } from '@plinth/cloud';
import { gatewayCertificateName, publicHosts } from '@plinth/model';
import type { Place } from './place';

/** What the internet sees: the domain, one address, and a certificate for each host. */
export function edge(place: Place): PublicZone {
  const { environment, facts, project, region, labels, options } = place;
  const { name } = facts.publicGateway;
  const hosts = publicHosts(environment);
  const zoneArgs = { project, zoneName: facts.domain.replaceAll('.', '-'), domain: facts.domain, labels };
  if (hosts.length === 0) return new PublicZone('domain', { ...zoneArgs, hosts: {} }, options);
  const address = new PublicAddress('gateway', { project, region, addressName: name, labels }, options);
  const zone = new PublicZone(
    'domain',
    { ...zoneArgs, hosts: Object.fromEntries(hosts.map((host) => [host, address.address])) },
    options,
  );
  for (const host of hosts) {
    new GatewayCertificate(
      `certificate-${host}`,
      { project, region, certificateName: gatewayCertificateName(name, host), hosts: [host], zone, labels },
      options,
    );
  }
  return zone;
}
