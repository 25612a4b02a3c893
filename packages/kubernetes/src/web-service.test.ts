import { only, problemsOf, rendered, testChart, webServiceProps } from './chart.fixture';
import { CloudMonitoringMetric, WebService, WorkloadPeer } from './index';

function webService(differs: Parameters<typeof webServiceProps>[0] = {}): WebService {
  return new WebService(testChart(), 'ledger', webServiceProps(differs));
}

const EXPOSURE = {
  gateway: { namespace: 'gateway', name: 'public' },
  hostnames: ['api.example.com'],
  path: '/exchange',
  gatewayRanges: ['130.211.0.0/22', '35.191.0.0/16'],
};

test('a web service is six objects of one name in the namespace of its chart', () => {
  const objects = rendered(webService());
  expect(objects.map((object) => object.kind).sort()).toEqual([
    'Deployment',
    'HorizontalPodAutoscaler',
    'NetworkPolicy',
    'PodDisruptionBudget',
    'Service',
    'ServiceAccount',
  ]);
  for (const object of objects) {
    expect(object.metadata).toMatchObject({
      name: 'ledger',
      namespace: 'exchange',
    });
  }
});

test('the pod is restricted, pinned, bounded, probed and spread', () => {
  expect(webService({ priority: 'core' }).nodes.deployment.toJson()).toMatchInlineSnapshot(`
    {
      "apiVersion": "apps/v1",
      "kind": "Deployment",
      "metadata": {
        "annotations": {
          "email": "bank-oncall@example.com",
          "polaris.fairwinds.com/deploymentMissingReplicas-exempt": "true",
        },
        "labels": {
          "app": "ledger",
          "app.kubernetes.io/component": "web-service",
          "app.kubernetes.io/instance": "ledger",
          "app.kubernetes.io/managed-by": "plinth",
          "app.kubernetes.io/name": "ledger",
          "app.kubernetes.io/part-of": "bank",
          "app.kubernetes.io/version": "1.4.2",
          "owner": "bank",
          "team": "bank",
        },
        "name": "ledger",
        "namespace": "exchange",
      },
      "spec": {
        "minReadySeconds": 10,
        "progressDeadlineSeconds": 600,
        "revisionHistoryLimit": 5,
        "selector": {
          "matchLabels": {
            "app.kubernetes.io/instance": "ledger",
          },
        },
        "strategy": {
          "rollingUpdate": {
            "maxSurge": 1,
            "maxUnavailable": 0,
          },
          "type": "RollingUpdate",
        },
        "template": {
          "metadata": {
            "annotations": {
              "email": "bank-oncall@example.com",
            },
            "labels": {
              "app": "ledger",
              "app.kubernetes.io/component": "web-service",
              "app.kubernetes.io/instance": "ledger",
              "app.kubernetes.io/managed-by": "plinth",
              "app.kubernetes.io/name": "ledger",
              "app.kubernetes.io/part-of": "bank",
              "app.kubernetes.io/version": "1.4.2",
              "owner": "bank",
              "team": "bank",
            },
          },
          "spec": {
            "affinity": {
              "nodeAffinity": {
                "requiredDuringSchedulingIgnoredDuringExecution": {
                  "nodeSelectorTerms": [
                    {
                      "matchExpressions": [
                        {
                          "key": "kubernetes.io/os",
                          "operator": "In",
                          "values": [
                            "linux",
                          ],
                        },
                      ],
                    },
                  ],
                },
              },
              "podAntiAffinity": {
                "preferredDuringSchedulingIgnoredDuringExecution": [
                  {
                    "podAffinityTerm": {
                      "labelSelector": {
                        "matchLabels": {
                          "app.kubernetes.io/instance": "ledger",
                        },
                      },
                      "topologyKey": "kubernetes.io/hostname",
                    },
                    "weight": 100,
                  },
                ],
              },
            },
            "automountServiceAccountToken": false,
            "containers": [
              {
                "image": "europe-west1-docker.pkg.dev/acme/bank/ledger:1.4.2@sha256:0000000000000000000000000000000000000000000000000000000000000000",
                "imagePullPolicy": "Always",
                "lifecycle": {
                  "preStop": {
                    "sleep": {
                      "seconds": 10,
                    },
                  },
                },
                "livenessProbe": {
                  "failureThreshold": 6,
                  "httpGet": {
                    "path": "/livez",
                    "port": "health",
                  },
                  "initialDelaySeconds": 10,
                  "periodSeconds": 10,
                  "timeoutSeconds": 3,
                },
                "name": "app",
                "ports": [
                  {
                    "containerPort": 8443,
                    "name": "https",
                  },
                  {
                    "containerPort": 8081,
                    "name": "health",
                  },
                ],
                "readinessProbe": {
                  "failureThreshold": 3,
                  "httpGet": {
                    "path": "/readyz",
                    "port": "health",
                  },
                  "initialDelaySeconds": 2,
                  "periodSeconds": 5,
                  "timeoutSeconds": 2,
                },
                "resources": {
                  "limits": {
                    "cpu": "1",
                    "ephemeral-storage": "256Mi",
                    "memory": "256Mi",
                  },
                  "requests": {
                    "cpu": "200m",
                    "ephemeral-storage": "256Mi",
                    "memory": "256Mi",
                  },
                },
                "securityContext": {
                  "allowPrivilegeEscalation": false,
                  "appArmorProfile": {
                    "type": "RuntimeDefault",
                  },
                  "capabilities": {
                    "drop": [
                      "ALL",
                    ],
                  },
                  "privileged": false,
                  "readOnlyRootFilesystem": true,
                  "runAsGroup": 65532,
                  "runAsNonRoot": true,
                  "runAsUser": 65532,
                  "seccompProfile": {
                    "type": "RuntimeDefault",
                  },
                },
                "startupProbe": {
                  "failureThreshold": 30,
                  "httpGet": {
                    "path": "/livez",
                    "port": "health",
                  },
                  "initialDelaySeconds": 2,
                  "periodSeconds": 5,
                  "timeoutSeconds": 2,
                },
                "volumeMounts": [
                  {
                    "mountPath": "/tmp",
                    "name": "tmp",
                  },
                ],
              },
            ],
            "dnsConfig": {
              "options": [
                {
                  "name": "ndots",
                  "value": "2",
                },
              ],
            },
            "enableServiceLinks": false,
            "priorityClassName": "core",
            "restartPolicy": "Always",
            "securityContext": {
              "appArmorProfile": {
                "type": "RuntimeDefault",
              },
              "fsGroup": 65532,
              "fsGroupChangePolicy": "OnRootMismatch",
              "runAsGroup": 65532,
              "runAsNonRoot": true,
              "runAsUser": 65532,
              "seccompProfile": {
                "type": "RuntimeDefault",
              },
            },
            "serviceAccountName": "ledger",
            "terminationGracePeriodSeconds": 45,
            "topologySpreadConstraints": [
              {
                "labelSelector": {
                  "matchLabels": {
                    "app.kubernetes.io/instance": "ledger",
                  },
                },
                "matchLabelKeys": [
                  "pod-template-hash",
                ],
                "maxSkew": 1,
                "nodeTaintsPolicy": "Honor",
                "topologyKey": "topology.kubernetes.io/zone",
                "whenUnsatisfiable": "DoNotSchedule",
              },
              {
                "labelSelector": {
                  "matchLabels": {
                    "app.kubernetes.io/instance": "ledger",
                  },
                },
                "matchLabelKeys": [
                  "pod-template-hash",
                ],
                "maxSkew": 1,
                "nodeTaintsPolicy": "Honor",
                "topologyKey": "kubernetes.io/hostname",
                "whenUnsatisfiable": "ScheduleAnyway",
              },
            ],
            "volumes": [
              {
                "emptyDir": {
                  "sizeLimit": "64Mi",
                },
                "name": "tmp",
              },
            ],
          },
        },
      },
    }
  `);
});

test('labels say who owns it, and only the release changes with a release', () => {
  const service = webService({
    owner: { squad: 'bank', contact: 'bank@example.com', environment: 'test' },
  });
  const labels = {
    app: 'ledger',
    'app.kubernetes.io/name': 'ledger',
    'app.kubernetes.io/instance': 'ledger',
    'app.kubernetes.io/component': 'web-service',
    'app.kubernetes.io/part-of': 'bank',
    'app.kubernetes.io/managed-by': 'plinth',
    owner: 'bank',
    team: 'bank',
    environment: 'test',
  };
  expect(service.nodes.service.toJson().metadata.labels).toEqual(labels);
  expect(service.nodes.deployment.toJson().metadata.labels).toEqual({
    ...labels,
    'app.kubernetes.io/version': '1.4.2',
  });
});

test('the autoscaler owns the number of replicas', () => {
  const active = CloudMonitoringMetric.gauge(
    {
      type: 'custom.googleapis.com/exchange/active_users',
      project: 'acme-test',
    },
    { perReplica: 500 },
  );
  const service = webService({
    scaling: { min: 3, max: 60, cpu: 70, external: [active] },
  });
  expect(service.nodes.deployment.toJson().spec).not.toHaveProperty('replicas');
  expect(service.nodes.autoscaler?.toJson().spec).toMatchInlineSnapshot(`
    {
      "behavior": {
        "scaleDown": {
          "policies": [
            {
              "periodSeconds": 60,
              "type": "Percent",
              "value": 10,
            },
          ],
          "stabilizationWindowSeconds": 300,
        },
        "scaleUp": {
          "policies": [
            {
              "periodSeconds": 60,
              "type": "Percent",
              "value": 100,
            },
            {
              "periodSeconds": 60,
              "type": "Pods",
              "value": 4,
            },
          ],
          "selectPolicy": "Max",
          "stabilizationWindowSeconds": 0,
        },
      },
      "maxReplicas": 60,
      "metrics": [
        {
          "containerResource": {
            "container": "app",
            "name": "cpu",
            "target": {
              "averageUtilization": 70,
              "type": "Utilization",
            },
          },
          "type": "ContainerResource",
        },
        {
          "external": {
            "metric": {
              "name": "custom.googleapis.com|exchange|active_users",
              "selector": {
                "matchLabels": {
                  "resource.labels.project_id": "acme-test",
                },
              },
            },
            "target": {
              "averageValue": "500",
              "type": "AverageValue",
            },
          },
          "type": "External",
        },
      ],
      "minReplicas": 3,
      "scaleTargetRef": {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "name": "ledger",
      },
    }
  `);
});

test('a fixed number of replicas has no autoscaler', () => {
  const service = webService({ scaling: { replicas: 2 } });
  expect(service.nodes.deployment.toJson().spec.replicas).toBe(2);
  expect(service.nodes.autoscaler).toBeUndefined();
  expect(service.scaling.min).toBe(2);
});

test('one pod leaves at a time, unless one is all there is', () => {
  expect(webService().nodes.disruptionBudget?.toJson().spec).toEqual({
    maxUnavailable: 1,
    unhealthyPodEvictionPolicy: 'AlwaysAllow',
    selector: { matchLabels: { 'app.kubernetes.io/instance': 'ledger' } },
  });
  expect(webService({ scaling: { min: 1, max: 3, cpu: 70 } }).nodes.disruptionBudget).toBeUndefined();
});

test('the service shows what callers need and not the health port', () => {
  expect(webService().nodes.service.toJson().spec).toEqual({
    type: 'ClusterIP',
    selector: { 'app.kubernetes.io/instance': 'ledger' },
    ports: [{ name: 'https', port: 8443, targetPort: 'https', protocol: 'TCP' }],
  });
});

test('without exposure there is no way in from outside', () => {
  const service = webService();
  expect(service.nodes.route).toBeUndefined();
  // Declared as a direction without a rule: nobody comes in.
  const { policyTypes, ingress } = service.nodes.networkPolicy.toJson().spec;
  expect(policyTypes).toContain('Ingress');
  expect(ingress).toBeUndefined();
});

test('an exposed service has a route to its edge port, open to the gateway alone', () => {
  const service = webService({
    ports: { https: 8443, edge: 8444 },
    exposure: EXPOSURE,
  });
  expect(service.nodes.route?.toJson().spec).toEqual({
    parentRefs: [
      {
        group: 'gateway.networking.k8s.io',
        kind: 'Gateway',
        namespace: 'gateway',
        name: 'public',
      },
    ],
    hostnames: ['api.example.com'],
    rules: [
      {
        matches: [{ path: { type: 'PathPrefix', value: '/exchange' } }],
        backendRefs: [{ group: '', kind: 'Service', name: 'ledger', port: 8444, weight: 1 }],
      },
    ],
  });
  expect(service.nodes.networkPolicy.toJson().spec.ingress).toEqual([
    {
      from: [{ ipBlock: { cidr: '130.211.0.0/22' } }, { ipBlock: { cidr: '35.191.0.0/16' } }],
      ports: [{ protocol: 'TCP', port: 8444 }],
    },
  ]);
});

test('configuration is a mounted file whose change restarts the pods', () => {
  const checksum = (text: string): unknown =>
    webService({
      config: { files: { 'config.yaml': text } },
    }).nodes.deployment.toJson().spec.template.metadata.annotations['checksum/config'];
  expect(only(webService({ config: { files: { 'config.yaml': 'a: 1' } } }), 'ConfigMap').data).toEqual({
    'config.yaml': 'a: 1',
  });
  expect(checksum('a: 1')).toMatch(/^[0-9a-f]{64}$/);
  expect(checksum('a: 1')).not.toBe(checksum('a: 2'));
});

test('a job before the deployment brings all that it needs, one wave earlier', () => {
  const service = webService({
    config: { files: { 'config.yaml': 'a: 1' } },
    rollout: { before: { process: { args: ['migrate'] }, timeout: '5m' } },
  });
  service.before?.connections.allowTo(
    WorkloadPeer.of({
      namespace: 'exchange',
      name: 'exchange-database',
      port: 5432,
    }),
  );
  const objects = service.before === undefined ? [] : rendered(service.before);
  const waves = objects.map(({ kind, metadata }) => {
    const { annotations } = metadata as { annotations: Record<string, string> };
    expect(annotations).toMatchObject({ 'argocd.argoproj.io/hook': 'PreSync' });
    return [kind, annotations['argocd.argoproj.io/sync-wave']];
  });
  expect(Object.fromEntries(waves)).toEqual({
    Job: '0',
    ServiceAccount: '-1',
    ConfigMap: '-1',
    NetworkPolicy: '-1',
  });
  expect(service.before?.nodes.job.toJson().spec).toMatchObject({
    backoffLimit: 2,
    activeDeadlineSeconds: 300,
    template: {
      spec: { restartPolicy: 'Never', serviceAccountName: 'ledger-before' },
    },
  });
});

test('literal dollars and parentheses reach the program as they are', () => {
  const service = webService({
    process: { args: ['$(HOME)'], variables: { PATTERN: '$(x)' } },
  });
  expect(service.nodes.deployment.toJson().spec.template.spec.containers[0]).toMatchObject({
    args: ['$$(HOME)'],
    env: [{ name: 'PATTERN', value: '$$(x)' }],
  });
});

test('fails when several props are wrong, with all of them at once', () => {
  const bad = {
    name: 'Ledger',
    image: 'ledger',
    scaling: { min: 3, max: 3, cpu: 70 },
  };
  expect(problemsOf(() => webService(bad))).toEqual([
    expect.stringContaining('exchange/ledger: name: found "Ledger"'),
    expect.stringContaining('exchange/ledger: image: found "ledger"'),
    expect.stringContaining('exchange/ledger: image: found no tag'),
    expect.stringContaining('exchange/ledger: image: found no digest'),
    expect.stringContaining('exchange/ledger: scaling.max: found 3 for min 3'),
  ]);
});
