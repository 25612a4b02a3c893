import {
  cloud,
  type Declaration,
  exception,
  externalDependency,
  overlayOf,
  publicRoute,
  resolveCompany,
  scheduledJob,
  statefulNode,
  thirdPartyImage,
  webService,
  worker,
} from '@plinth/model';
import { emitYaml, renderStack } from '@plinth/synth';
import { tinyCompany, tinyJob, tinyNode, tinyReleases, tinyWebService, tinyWorker } from '@plinth/testing';
import workloads from '../../stacks/workloads/stack';

/** The objects of one service in the second environment, where the replica floor is 2. */
function rendered(service: string, ...declarations: readonly Declaration[]) {
  const company = tinyCompany(...declarations);
  const environment = resolveCompany(company, {
    releases: tinyReleases(company),
  })[1];
  if (environment === undefined) throw new Error('the tiny company has two environments');
  const file = [...renderStack(workloads, environment)].find(({ path }) => path.endsWith(`/${service}.yaml`));
  return (kind: string) => file?.objects.find((object) => object.kind === kind);
}

test('a web service that says nothing of scaling runs at the replica floor, with a budget for drains', () => {
  const object = rendered('shop');
  expect(object('Deployment')).toMatchObject({ spec: { replicas: 2 } });
  expect(object('HorizontalPodAutoscaler')).toBeUndefined();
  expect(object('PodDisruptionBudget')).toMatchObject({
    spec: { maxUnavailable: 1, unhealthyPodEvictionPolicy: 'AlwaysAllow' },
  });
});

test('an autoscaler owns the number of replicas', () => {
  const object = rendered('shop', webService('shop', { ...tinyWebService, scaling: { max: 9 } }));
  expect(object('Deployment')).not.toHaveProperty('spec.replicas');
  expect(object('HorizontalPodAutoscaler')).toMatchObject({
    spec: { minReplicas: 2, maxReplicas: 9 },
  });
});

test('a call opens both sides, and DNS, and nothing else', () => {
  const basket = webService('basket', {
    ...tinyWebService,
    image: 'retail/basket',
  });
  const shop = webService('shop', {
    ...tinyWebService,
    calls: ['basket', 'shop-database'],
  });
  const ofShop = rendered('shop', basket, shop)('NetworkPolicy');
  expect(ofShop?.spec).not.toHaveProperty('ingress');
  expect(ofShop).toMatchObject({
    spec: {
      policyTypes: ['Ingress', 'Egress'],
      egress: [
        { to: [{ ipBlock: { cidr: '10.2.200.0/28' } }], ports: [{ protocol: 'TCP', port: 5432 }] },
        { ports: [{ port: 53 }, { port: 53 }] },
        {
          to: [{ podSelector: { matchLabels: { 'app.kubernetes.io/instance': 'basket' } } }],
          ports: [{ port: 8443 }],
        },
      ],
    },
  });
  expect(rendered('basket', basket, shop)('NetworkPolicy')).toMatchObject({
    spec: {
      ingress: [
        {
          from: [
            {
              podSelector: {
                matchLabels: { 'app.kubernetes.io/instance': 'shop' },
              },
            },
          ],
          ports: [{ port: 8443 }],
        },
      ],
      egress: [{ ports: [{ port: 53 }, { port: 53 }] }],
    },
  });
});

test("exposure is a route on the environment's gateway, to the edge port", () => {
  const object = rendered(
    'shop',
    webService('shop', {
      ...tinyWebService,
      exposure: publicRoute({ path: '/shop' }),
    }),
  );
  expect(emitYaml([object('HTTPRoute')?.spec as never])).toMatchInlineSnapshot(`
    "---
    parentRefs:
      - group: gateway.networking.k8s.io
        kind: Gateway
        namespace: gateway
        name: public
    hostnames:
      - api.e2.acme.example
    rules:
      - matches:
          - path:
              type: PathPrefix
              value: /shop
        backendRefs:
          - group: ""
            kind: Service
            name: shop
            port: 8444
            weight: 1
    "
  `);
  expect(object('Service')).toMatchObject({ spec: { type: 'ClusterIP' } });
});

test('a worker has no Service', () => {
  const object = rendered('mailer', worker('mailer', tinyWorker));
  expect(object('Service')).toBeUndefined();
  expect(object('Deployment')).toMatchObject({ spec: { replicas: 2 } });
});

test('a scheduled job never overlaps with itself', () => {
  const object = rendered('report', scheduledJob('report', { ...tinyJob, timeZone: 'Europe/Zurich' }));
  expect(object('CronJob')).toMatchObject({
    spec: {
      schedule: '0 6 1 * *',
      timeZone: 'Europe/Zurich',
      concurrencyPolicy: 'Forbid',
      startingDeadlineSeconds: 600,
    },
  });
});

test("a stateful node keeps its disk, under the image's own user", () => {
  const image = thirdPartyImage({
    repository: 'mirror/node',
    uid: 999,
    reason: 'The image owns its files as 999.',
  });
  const object = rendered('node', statefulNode('node', { ...tinyNode, image }));
  expect(object('StatefulSet')).toMatchObject({
    spec: {
      persistentVolumeClaimRetentionPolicy: {
        whenDeleted: 'Retain',
        whenScaled: 'Retain',
      },
      template: {
        spec: { securityContext: { runAsUser: 999, runAsNonRoot: true } },
      },
      volumeClaimTemplates: [
        {
          spec: {
            storageClassName: 'balanced',
            resources: { requests: { storage: '10Gi' } },
          },
        },
      ],
    },
  });
});

test('configuration is a file, and its checksum restarts the pods', () => {
  const declare = (greeting: string) =>
    rendered('shop', webService('shop', { ...tinyWebService, config: { greeting } }));
  const checksum = (object: ReturnType<typeof rendered>) =>
    (
      object('Deployment') as {
        spec: {
          template: { metadata: { annotations: Record<string, string> } };
        };
      }
    ).spec.template.metadata.annotations['checksum/config'];
  expect(declare('yes')('ConfigMap')).toMatchObject({
    data: { 'config.yaml': 'greeting: "yes"\n' },
  });
  expect(checksum(declare('yes'))).not.toBe(checksum(declare('no')));
});

describe('a service that needs something of the cloud', () => {
  const needs = {
    signer: cloud.signingKey('EC_SIGN_P256_SHA256'),
    papers: cloud.bucket({ keepDays: 30 }),
    changes: cloud.topic(),
    inbox: cloud.subscription('shop', 'changes'),
    load: cloud.metrics('write'),
  };
  const shop = (differs: object = {}) =>
    rendered('shop', webService('shop', { ...tinyWebService, cloud: needs, ...differs }));
  const dataOf = (object: ReturnType<typeof rendered>) =>
    (object('ConfigMap') as { data: Readonly<Record<string, string>> } | undefined)?.data ?? {};

  test('is somebody there, under an account of its own in the project of the environment', () => {
    expect(shop()('ServiceAccount')).toMatchObject({
      metadata: {
        annotations: {
          'iam.gke.io/gcp-service-account': 'shop-service@acme-tiny-2.iam.gserviceaccount.com',
        },
      },
    });
  });

  test('reads the names of what it needs from a file, by what it calls each', () => {
    expect(dataOf(shop())).toEqual({
      'cloud.yaml': `project: acme-tiny-2
region: europe-west6
needs:
  changes:
    kind: topic
    topic: shop.changes
  inbox:
    kind: subscription
    subscription: shop.inbox
  load:
    kind: metrics
    access: write
  papers:
    kind: bucket
    bucket: acme-tiny-2-shop-papers
  signer:
    kind: signing-key
    keyRing: services
    key: shop-signer
    algorithm: EC_SIGN_P256_SHA256
`,
    });
  });

  test('has that file beside its configuration, and a change of either restarts its pods', () => {
    const checksum = (object: ReturnType<typeof rendered>) =>
      /"checksum\/config":"(\w+)"/.exec(JSON.stringify(object('Deployment')))?.[1];
    const config = { greeting: 'yes' };
    expect(Object.keys(dataOf(shop({ config })))).toEqual(['cloud.yaml', 'config.yaml']);
    const sums = [shop(), shop({ config }), shop({ config, cloud: { load: needs.load } })].map(checksum);
    expect(new Set(sums).size).toBe(3);
    expect(sums).not.toContain(undefined);
  });

  test('who needs nothing has no such file', () => {
    expect(Object.keys(dataOf(rendered('shop')))).toEqual(['clients']);
  });
});

test('an overlay changes one environment only', () => {
  const overlay = overlayOf(tinyCompany().base)({
    shop: { resources: { memory: '512Mi' } },
  } as never);
  const company = tinyCompany(overlay);
  const memory = resolveCompany(company, {
    releases: tinyReleases(company),
  }).map(({ services }) => String(services[0]?.resources.memory));
  expect(memory).toEqual(['512Mi', '256Mi']);
});

test('an image that insists on a user id keeps every other restriction', () => {
  const image = thirdPartyImage({
    repository: 'mirror/node',
    uid: 999,
    reason: 'The image owns its files as 999.',
  });
  const object = rendered('node', statefulNode('node', { ...tinyNode, image }));
  const ids = { runAsUser: 999, runAsGroup: 999 };
  const seccompProfile = { type: 'RuntimeDefault' };
  expect(object('StatefulSet')).toMatchObject({
    spec: {
      template: {
        spec: {
          automountServiceAccountToken: false,
          securityContext: { ...ids, fsGroup: 999, runAsNonRoot: true, seccompProfile },
          containers: [
            {
              securityContext: {
                ...ids,
                runAsNonRoot: true,
                allowPrivilegeEscalation: false,
                privileged: false,
                readOnlyRootFilesystem: true,
                capabilities: { drop: ['ALL'] },
                seccompProfile,
                appArmorProfile: { type: 'RuntimeDefault' },
              },
            },
          ],
        },
      },
    },
  });
});

test('a node of a peer-to-peer network reaches public addresses on its one port, and nothing private', () => {
  const peers = externalDependency('peers', {
    squad: 'retail',
    description: 'Every node of the public network.',
    ports: { p2p: 30303 },
    trust: 'peer-key',
    reach: 'internet',
  });
  const register = exception({
    rule: 'internet-egress',
    object: 'NetworkPolicy retail/node',
    reason: 'Peers of a public network have no fixed addresses.',
    owner: 'retail',
    ticket: 'SEC-1',
    expires: '2027-03-31',
    compensatedBy: 'a node reaches public addresses only',
  });
  const object = rendered('node', peers, register, statefulNode('node', { ...tinyNode, calls: ['peers'] }));
  const { egress } = (
    object('NetworkPolicy') as { spec: { egress: readonly { to: readonly { ipBlock?: unknown }[] }[] } }
  ).spec;
  expect(egress.filter(({ to }) => to.some(({ ipBlock }) => ipBlock !== undefined))).toEqual([
    {
      to: [
        {
          ipBlock: {
            cidr: '0.0.0.0/0',
            except: expect.arrayContaining([
              '10.0.0.0/8',
              '169.254.0.0/16',
              '172.16.0.0/12',
              '192.168.0.0/16',
            ]),
          },
        },
      ],
      ports: [{ protocol: 'TCP', port: 30303 }],
    },
  ]);
});

test('the day of the network review stands on every object, and restarts no pod', () => {
  const object = rendered('shop');
  const day = { metadata: { annotations: { 'network-controls/date': '2026-10-01' } } };
  expect(object('NetworkPolicy')).toMatchObject(day);
  expect(object('Deployment')).toMatchObject(day);
  expect(object('Deployment')).not.toMatchObject({ spec: { template: day } });
});
