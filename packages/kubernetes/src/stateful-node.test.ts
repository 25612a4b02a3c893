import { DIGEST, rendered, statefulNodeProps, testChart } from './chart.fixture';
import { ContainerUser, Image, StatefulNode } from './index';

function statefulNode(differs: Parameters<typeof statefulNodeProps>[0] = {}): StatefulNode {
  return new StatefulNode(testChart(), 'node', statefulNodeProps(differs));
}

test('a stateful node has a set, a headless service, an account and a closed network', () => {
  const kinds = rendered(statefulNode()).map((object) => object.kind);
  expect(kinds.sort()).toEqual(['NetworkPolicy', 'Service', 'ServiceAccount', 'StatefulSet']);
});

test('its disk is named by what never changes and outlives it', () => {
  const { template, ...spec } = statefulNode().nodes.statefulSet.toJson().spec;
  expect(spec).toEqual({
    replicas: 1,
    serviceName: 'klever-node',
    podManagementPolicy: 'OrderedReady',
    updateStrategy: { type: 'RollingUpdate' },
    minReadySeconds: 10,
    revisionHistoryLimit: 5,
    persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
    selector: { matchLabels: { 'app.kubernetes.io/instance': 'klever-node' } },
    volumeClaimTemplates: [
      {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: { name: 'data', labels: { 'app.kubernetes.io/instance': 'klever-node' } },
        spec: {
          accessModes: ['ReadWriteOnce'],
          storageClassName: 'premium-rwo',
          resources: { requests: { storage: '200Gi' } },
        },
      },
    ],
  });
  expect(template.spec.containers[0]?.volumeMounts).toContainEqual({ name: 'data', mountPath: '/data' });
  expect(template.spec.topologySpreadConstraints?.[0]).not.toHaveProperty('matchLabelKeys');
});

test('each pod has a name of its own', () => {
  expect(statefulNode().nodes.service.toJson().spec).toMatchObject({ type: 'ClusterIP', clusterIP: 'None' });
});

test('several pods leave one at a time', () => {
  expect(statefulNode().nodes.disruptionBudget).toBeUndefined();
  expect(statefulNode({ replicas: 3 }).nodes.disruptionBudget?.toJson().spec.maxUnavailable).toBe(1);
});

test('a third-party image runs as the user that it needs, with the reason beside it', () => {
  const image = Image.parse(
    `europe-west1-docker.pkg.dev/acme/mirror/klever-node:1.7.1@${DIGEST}`,
    ContainerUser.thirdParty({ uid: 999, reason: 'the image owns its database as 999' }),
  );
  const { metadata, spec } = statefulNode({ image }).nodes.statefulSet.toJson().spec.template;
  expect(metadata.annotations?.['plinth/user-reason']).toBe('the image owns its database as 999');
  expect(spec.securityContext).toMatchObject({ runAsUser: 999, runAsGroup: 999, fsGroup: 999 });
  expect(spec.containers[0]?.securityContext).toMatchObject({ runAsUser: 999, runAsGroup: 999 });
});
