import fc from 'fast-check';
import { rendered, SECRET_FILES, testChart } from './chart.fixture';
import {
  CidrPeer,
  type Deployment,
  type Scaling,
  WebService,
  type WebServiceProps,
  WorkloadPeer,
} from './index';

const name = fc
  .stringMatching(/^[a-z](?:[a-z0-9-]{0,20}[a-z0-9])?$/)
  .filter((text) => !/^(?:con|prn|aux|nul|default|constructor|kube-.*)$/.test(text));
const millis = fc.integer({ min: 1, max: 8000 });

const props: fc.Arbitrary<WebServiceProps> = fc
  .record({
    name,
    squad: name,
    digest: fc.stringMatching(/^[0-9a-f]{64}$/),
    cpu: fc.tuple(millis, millis),
    mebibytes: fc.integer({ min: 16, max: 8192 }),
    scaling: fc.oneof<fc.Arbitrary<Scaling>[]>(
      fc.record({ replicas: fc.integer({ min: 1, max: 9 }) }),
      fc.record({
        min: fc.integer({ min: 1, max: 5 }),
        max: fc.integer({ min: 6, max: 60 }),
        cpu: fc.integer({ min: 1, max: 100 }),
      }),
    ),
    seconds: fc.tuple(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 200 })),
    config: fc.boolean(),
    before: fc.boolean(),
    cloud: fc.boolean(),
    secrets: fc.boolean(),
  })
  .map(
    (value): WebServiceProps => ({
      name: value.name,
      owner: { squad: value.squad, contact: 'oncall@example.com' },
      image: `europe-west1-docker.pkg.dev/acme/app:1.0.0@sha256:${value.digest}`,
      ports: { https: 8443 },
      resources: {
        cpu: `${Math.min(...value.cpu)}m`,
        cpuLimit: `${Math.max(...value.cpu)}m`,
        memory: `${value.mebibytes}Mi`,
      },
      health: { ready: '/readyz', live: '/livez' },
      scaling: value.scaling,
      rollout: {
        preStop: `${value.seconds[0]}s`,
        drain: `${value.seconds[1]}s`,
        ...(value.before && { before: value.secrets ? { secretFiles: JOB_SECRETS } : {} }),
      },
      ...(value.cloud && {
        workloadIdentity: {
          googleServiceAccount: `${value.squad}-account@acme-prod.iam.gserviceaccount.com`,
        },
      }),
      ...(value.secrets && { secretFiles: SECRET_FILES }),
      ...(value.config && { config: { files: { 'config.yaml': 'a: 1' } } }),
    }),
  );

/** Work that ends is told nothing. */
const JOB_SECRETS = {
  ...SECRET_FILES,
  files: SECRET_FILES.files.filter(({ reload }) => reload === undefined),
};

/** Renders each set of props once and judges it. */
function always(judge: (service: WebService, input: WebServiceProps) => void): void {
  fc.assert(
    fc.property(props, (input) => judge(new WebService(testChart(), input.name, input), input)),
    { numRuns: 60 },
  );
}

type PodTemplate = Deployment['spec']['template'];

const containersOf = ({ spec }: PodTemplate) => [...(spec.initContainers ?? []), ...spec.containers];

function podTemplates(service: WebService): PodTemplate[] {
  return rendered(service).flatMap((object) => {
    const spec = object.spec as { readonly template?: PodTemplate } | undefined;
    return spec?.template === undefined ? [] : [spec.template];
  });
}

test('no container runs as root, grows in rights or writes where it should not', () => {
  always((service) => {
    for (const template of podTemplates(service)) {
      for (const container of containersOf(template)) {
        expect(container.securityContext).toMatchObject({
          runAsNonRoot: true,
          runAsUser: 65532,
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        });
      }
      expect(template.spec.automountServiceAccountToken).toBe(false);
    }
  });
});

test('every container has limits, and memory and disk are guaranteed in full', () => {
  always((service) => {
    for (const container of podTemplates(service).flatMap(containersOf)) {
      const { requests, limits } = container.resources ?? { requests: {}, limits: {} };
      expect(Object.keys(limits).sort()).toEqual(['cpu', 'ephemeral-storage', 'memory']);
      expect({ ...requests, cpu: limits.cpu }).toEqual(limits);
    }
  });
});

test('a pod is killed only after its sleep and its drain', () => {
  always((service, { rollout }) => {
    const { terminationGracePeriodSeconds: grace } = service.nodes.deployment.toJson().spec.template.spec;
    const seconds = (text: unknown): number => Number.parseInt(String(text), 10);
    expect(grace).toBeGreaterThan(seconds(rollout?.preStop) + seconds(rollout?.drain));
    expect(grace).toBeLessThanOrEqual(600);
  });
});

test('a disruption budget exists exactly where two pods are normal', () => {
  always((service, { scaling }) => {
    const least = scaling.replicas ?? scaling.min;
    expect(service.nodes.disruptionBudget !== undefined).toBe(least >= 2);
  });
});

test('either the autoscaler or the deployment owns the number of pods', () => {
  always((service) => {
    const owned = 'replicas' in service.nodes.deployment.toJson().spec;
    expect(owned).toBe(service.nodes.autoscaler === undefined);
  });
});

test('every selector selects the pods and nothing else of ours', () => {
  always((service, input) => {
    const instance = { 'app.kubernetes.io/instance': input.name };
    expect(service.nodes.deployment.toJson().spec.selector.matchLabels).toEqual(instance);
    expect(service.nodes.networkPolicy.toJson().spec.podSelector).toEqual({ matchLabels: instance });
    expect(service.nodes.service.toJson().spec.selector).toEqual(instance);
    expect(service.nodes.deployment.toJson().spec.template.metadata.labels).toMatchObject(instance);
  });
});

test('a rule of a network policy always says who and where', () => {
  always((service) => {
    service.connections.allowTo(CidrPeer.of({ cidrs: ['10.0.0.0/8'], ports: [5432] }));
    service.connections.allowFrom(WorkloadPeer.of({ namespace: 'bank', name: 'bank-core' }));
    const { ingress, egress } = service.nodes.networkPolicy.toJson().spec;
    for (const rule of [...ingress, ...egress]) {
      expect((rule.from ?? rule.to).length).toBeGreaterThan(0);
      expect(rule.ports.length).toBeGreaterThan(0);
    }
  });
});

test('what is written is plain JSON, without shared or missing parts', () => {
  always((service) => {
    for (const object of rendered(service)) {
      expect(JSON.parse(JSON.stringify(object))).toStrictEqual(object);
      const seen = new Set<object>();
      const walk = (value: unknown): void => {
        if (typeof value !== 'object' || value === null) return;
        expect(seen.has(value)).toBe(false);
        seen.add(value);
        Object.values(value).forEach(walk);
      };
      walk(object);
    }
  });
});

test('rendering twice is rendering once', () => {
  always((service) => {
    expect(rendered(service)).toEqual(rendered(service));
  });
});
