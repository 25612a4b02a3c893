import type { PodDisruptionBudget } from '@plinth/kubernetes';
import { Manifest } from '@plinth/manifest';
import { ADD_ON_IDENTITIES, type ResolvedEnvironment, vaultServers } from '@plinth/model';
import type { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { metadataOf, type Place } from '../place';
import { platformNamespace } from '../platform-namespace';
import { addOn } from './add-on';
import { SECRETS_LABEL, vaultCertificate } from './vault-certificate';
import { vaultNetwork } from './vault-network';
import { vaultPeople } from './vault-people';
import { reloadScript } from './vault-reload';
import { vaultServer } from './vault-server';
import { vaultSnapshot } from './vault-snapshot';
import type { VaultValues } from './vault-values';

const { namespace: NAMESPACE, serviceAccount: NAME } = ADD_ON_IDENTITIES.vault;

/** Keeps and makes secrets; its data and its audit log outlive it. */
export function vault(scope: Construct, place: Place, environment: ResolvedEnvironment): void {
  // Five servers, more than any environment has yet, and what runs beside them; a job that is tried again; and room for one of
  // each that is leaving.
  const chart = platformNamespace(scope, place, {
    name: NAMESPACE,
    quota: { cpu: 6, cpuLimit: 24, memory: '12Gi', pods: 10, volumes: 12 },
    labels: [SECRETS_LABEL],
  });
  const replicas = vaultServers(place.facts);
  vaultNetwork(chart, place, environment);
  reloadScript(chart, place);
  disruptionBudget(chart, place, replicas);
  const certificate = vaultCertificate(scope, place, replicas);
  addOn<VaultValues>(scope, place, {
    name: NAME,
    version: '0.31.0',
    namespace: NAMESPACE,
    // Its servers wait for people who initialize them, and a sealed one waits again: whoever needs no secret does not.
    ignoreHealth: true,
    values: vaultServer(place, { name: NAME, namespace: NAMESPACE, replicas, certificate }),
  });
  vaultSnapshot(scope, place);
  vaultPeople(scope, place, environment);
}

/**
 * A drain takes one server at a time, so that a majority is left. One that is not ready may always go: sealed servers are not,
 * and would otherwise stop every drain.
 */
function disruptionBudget(chart: Chart, place: Place, replicas: number): void {
  if (replicas < 2) return;
  new Manifest<PodDisruptionBudget>(chart, 'PodDisruptionBudget', {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: metadataOf(NAME, 'disruption-budget', place),
    spec: {
      maxUnavailable: 1,
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
      selector: { matchLabels: { 'app.kubernetes.io/instance': NAME } },
    },
  });
}
