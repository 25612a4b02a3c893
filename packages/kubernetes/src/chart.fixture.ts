import type { JsonObject } from '@plinth/manifest';
import { ApiObject, App, Chart } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import {
  type MutualTls,
  type ScheduledJobProps,
  type SecretFiles,
  type StatefulNodeProps,
  VaultDatabase,
  VaultKv,
  type WebServiceProps,
  type WorkerProps,
} from './index';

/** A chart for one test, in the namespace `exchange`. */
export function testChart(): Chart {
  return new Chart(new App(), 'exchange', { namespace: 'exchange' });
}

export const DIGEST = `sha256:${'0'.repeat(64)}`;

const PART = {
  owner: { squad: 'bank', contact: 'bank-oncall@example.com' },
  image: `europe-west1-docker.pkg.dev/acme/bank/ledger:1.4.2@${DIGEST}`,
  resources: { cpu: 0.2, cpuLimit: 1, memory: '256Mi' },
};
const HEALTH = { ready: '/readyz', live: '/livez' };

export const WORKLOAD_IDENTITY = {
  googleServiceAccount: 'ledger@acme-live.iam.gserviceaccount.com',
} as const;

export const SECRET_FILES: SecretFiles = {
  vault: {
    address: 'https://vault-active.vault.svc:8200',
    role: 'ledger',
    ca: { configMap: 'vault-ca', file: 'ca.crt' },
  },
  agent: {
    image: `europe-west1-docker.pkg.dev/acme/hashicorp/vault:1.21.0@${DIGEST}`,
    resources: { cpu: '25m', cpuLimit: '250m', memory: '128Mi' },
  },
  files: [
    {
      name: 'database',
      source: VaultDatabase.of({
        role: 'ledger.database',
        host: '10.40.0.5',
        port: 5432,
        database: 'exchange',
        schema: 'ledger',
      }),
    },
    {
      name: 'api-key',
      source: VaultKv.of({ path: 'exchange/ledger/api-key', field: 'value' }),
      reload: '/-/reload',
    },
  ],
};

/** In the form of a certificate, which is all that is looked at. */
export const VAULT_AUTHORITY = '-----BEGIN CERTIFICATE-----\nAAEC\n-----END CERTIFICATE-----\n';

/** Mutual TLS of `ledger`, which two others call and which calls a third. */
export const MUTUAL_TLS: MutualTls = {
  certificate: {
    identity: 'spiffe://example.com/ns/exchange/sa/ledger',
    commonName: 'ledger.exchange.svc',
    dnsNames: ['ledger.exchange.svc', 'ledger.exchange.svc.cluster.local'],
    usedBy: { server: true, client: true },
  },
  issuer: {
    address: 'https://vault-active.vault.svc:8200',
    path: 'pki/sign/ledger',
    role: 'ledger.issuer',
    account: 'ledger.issuer',
    authority: VAULT_AUTHORITY,
  },
  authorities: { configMap: 'service-authorities', file: 'ca.crt' },
  clients: ['spiffe://example.com/ns/wallet/sa/wallet-api', 'spiffe://example.com/ns/bots/sa/price-bot'],
  servers: [
    {
      name: 'order-matcher',
      namespace: 'exchange',
      portName: 'https',
      port: 8443,
      identity: 'spiffe://example.com/ns/exchange/sa/order-matcher',
      serverName: 'order-matcher.exchange.svc',
    },
  ],
};

/** What a proxy beside the program changes of it. */
export const PROXY: Required<Pick<MutualTls, 'proxy' | 'servers'>> = {
  proxy: {
    image: `europe-west1-docker.pkg.dev/acme/envoyproxy/envoy:distroless-v1.40.0@${DIGEST}`,
    resources: { cpu: '50m', cpuLimit: 1, memory: '128Mi' },
    plain: { https: 8080 },
  },
  servers: (MUTUAL_TLS.servers ?? []).map((server) => ({ ...server, loopback: 15001 })),
};

/** Valid props of a web service; a test shows only what differs. */
export function webServiceProps(differs: Partial<WebServiceProps> = {}): WebServiceProps {
  const scaling = { min: 3, max: 12, cpu: 70 };
  return { name: 'ledger', ...PART, ports: { https: 8443 }, health: HEALTH, scaling, ...differs };
}

export function workerProps(differs: Partial<WorkerProps> = {}): WorkerProps {
  return { name: 'market-data', ...PART, health: HEALTH, scaling: { replicas: 2 }, ...differs };
}

export function scheduledJobProps(differs: Partial<ScheduledJobProps> = {}): ScheduledJobProps {
  return { name: 'bank-statements', ...PART, schedule: { cron: '0 6 1 * *' }, ...differs };
}

export function statefulNodeProps(differs: Partial<StatefulNodeProps> = {}): StatefulNodeProps {
  const storage = { size: '200Gi', storageClass: 'premium-rwo', folder: '/data' };
  return { name: 'klever-node', ...PART, ports: { api: 8080 }, health: HEALTH, storage, ...differs };
}

/** All objects below a construct, as written. */
export function rendered(construct: Construct): JsonObject[] {
  return construct.node
    .findAll()
    .filter((child: IConstruct): child is ApiObject => ApiObject.isApiObject(child))
    .map((object) => object.toJson());
}

/** The one object of a kind below a construct. */
export function only(construct: Construct, kind: string): JsonObject {
  const found = rendered(construct).filter((object) => object.kind === kind);
  if (found.length !== 1 || found[0] === undefined)
    throw new Error(`${found.length} objects of kind ${kind}`);
  return found[0];
}

/** The problem lines of what a function throws. */
export function problemsOf(run: () => unknown): string[] {
  try {
    run();
  } catch (error) {
    if (error instanceof Error && error.name === 'UserError') {
      return error.message.split('\n  - ').slice(error.message.includes('\n') ? 1 : 0);
    }
    throw error;
  }
  return [];
}
