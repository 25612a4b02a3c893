import { Gateway } from '@plinth/crds';
import { gatewayCertificateName } from '@plinth/model';
import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { metadataOf, type Place } from './place';
import { platformNamespace } from './platform-namespace';

/** The label of namespaces whose routes the gateway takes. */
export const ROUTES_LABEL = ['plinth/routes', 'public'] as const;

/**
 * The one way in from the internet: Google's regional load balancer, with TLS. Its address, under the gateway's
 * name, and a certificate for each host are made with the cloud's resources; a regional gateway takes a certificate
 * as an option of the listener, not from a certificate map. Each host has a
 * listener of its own: a wildcard would answer for hosts that nobody declared.
 * @see https://cloud.google.com/kubernetes-engine/docs/how-to/secure-gateway
 */
export function publicGateway(scope: Construct, place: Place, hosts: readonly string[]): void {
  const { namespace, name } = place.facts.publicGateway;
  platformNamespace(scope, place, {
    name: namespace,
    quota: { cpu: '100m', cpuLimit: '200m', memory: '256Mi', pods: 1, volumes: 1 },
  });
  if (hosts.length === 0) return;
  const chart = new Chart(new Construct(scope, 'public-gateway'), 'gateway', { namespace });
  new Gateway(chart, 'Gateway', {
    metadata: metadataOf(name, 'gateway', place),
    spec: {
      gatewayClassName: 'gke-l7-regional-external-managed',
      addresses: [{ type: 'NamedAddress', value: name }],
      // There is no listener for plain HTTP: nothing is redirected that was not encrypted.
      listeners: hosts.map((hostname) => ({
        name: hostname.replace(/\..*/, ''),
        protocol: 'HTTPS',
        port: 443,
        hostname,
        tls: {
          mode: 'Terminate',
          options: { 'networking.gke.io/cert-manager-certs': gatewayCertificateName(name, hostname) },
        },
        allowedRoutes: {
          kinds: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute' }],
          namespaces: { from: 'Selector', selector: { matchLabels: Object.fromEntries([ROUTES_LABEL]) } },
        },
      })),
    },
  });
}
