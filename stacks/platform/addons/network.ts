import { type NetworkPolicy, podsOf } from '@plinth/kubernetes';
import { Manifest } from '@plinth/manifest';
import { METADATA_SERVER, PRIVATE_GOOGLE_APIS } from '@plinth/model';
import type { Chart } from 'cdk8s';
import { metadataOf, type Place } from '../place';

export type Rule<Direction extends 'ingress' | 'egress'> = NonNullable<
  NetworkPolicy['spec'][Direction]
>[number];

/** What an add-on needs beyond its own namespace, name servers and the API server. */
export interface AddOnConnections {
  /** Where the API server calls it: webhooks, aggregated APIs. */
  readonly webhooks?: readonly number[];
  /** It calls Google's APIs under an identity of its own. */
  readonly googleApis?: boolean;
  /** Ranges that it calls beyond the cluster, on port 443. */
  readonly outside?: readonly string[];
}

/** Opens a namespace of the platform as far as its add-ons need, beside its `default-deny`. */
export function allowAddOns(chart: Chart, place: Place, connections: AddOnConnections): void {
  const { webhooks = [], googleApis = false, outside = [] } = connections;
  const neighbours = [{ podSelector: {} }];
  const { controlPlane } = place.facts.network;
  const ingress: Rule<'ingress'>[] = [{ from: neighbours }];
  if (webhooks.length > 0) ingress.push({ from: apiServer(controlPlane), ports: webhooks.map(tcp) });
  const egress: Rule<'egress'>[] = [{ to: neighbours }, NAMES, to(controlPlane, 443)];
  if (googleApis) egress.push(to(PRIVATE_GOOGLE_APIS, 443), to(METADATA_SERVER, 80));
  egress.push(...outside.map((cidr) => to(cidr, 443)));

  new Manifest<NetworkPolicy>(chart, 'allow-add-ons', {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: metadataOf('allow-add-ons', 'network-policy', place),
    spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'], ingress, egress },
  });
}

/** The API server calls directly, or through the agents that hold its tunnel open. */
function apiServer(controlPlane: string): NonNullable<Rule<'ingress'>['from']> {
  return [{ ipBlock: { cidr: controlPlane } }, podsOf('kube-system', { 'k8s-app': 'konnectivity-agent' })];
}

/** The way to name servers. */
export const NAMES: Rule<'egress'> = {
  to: [
    podsOf('kube-system', { 'k8s-app': 'kube-dns' }),
    podsOf('kube-system', { 'k8s-app': 'node-local-dns' }),
  ],
  ports: [{ protocol: 'UDP', port: 53 }, tcp(53)],
};

export function to(cidr: string, port: number): Rule<'egress'> {
  return { to: [{ ipBlock: { cidr } }], ports: [tcp(port)] };
}

export function tcp(port: number): { readonly protocol: 'TCP'; readonly port: number } {
  return { protocol: 'TCP', port };
}
