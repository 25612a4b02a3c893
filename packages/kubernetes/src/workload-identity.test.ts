import {
  only,
  rendered,
  scheduledJobProps,
  statefulNodeProps,
  testChart,
  WORKLOAD_IDENTITY,
  webServiceProps,
  workerProps,
} from './chart.fixture';
import { ScheduledJob, StatefulNode, WebService, Worker, type Workload } from './index';

const ANNOTATION = 'iam.gke.io/gcp-service-account';
const ACCOUNT = WORKLOAD_IDENTITY.googleServiceAccount;

const to = (cidr: string, port: number) => ({
  to: [{ ipBlock: { cidr } }],
  ports: [{ protocol: 'TCP', port }],
});
const METADATA_SERVER = to('169.254.169.254/32', 80);
const GOOGLE_APIS = to('199.36.153.8/30', 443);

const identity = { workloadIdentity: WORKLOAD_IDENTITY };

const annotationsOf = (object: { readonly metadata?: unknown }) =>
  (object.metadata as { readonly annotations: Readonly<Record<string, string>> }).annotations;

const egressOf = (workload: Workload) => workload.connections.networkPolicy.toJson().spec.egress;

describe.each<[string, (differs: typeof identity | object) => Workload]>([
  ['a web service', (differs) => new WebService(testChart(), 'service', webServiceProps(differs))],
  ['a worker', (differs) => new Worker(testChart(), 'worker', workerProps(differs))],
  ['a scheduled job', (differs) => new ScheduledJob(testChart(), 'job', scheduledJobProps(differs))],
  ['a stateful node', (differs) => new StatefulNode(testChart(), 'node', statefulNodeProps(differs))],
])('%s', (_, create) => {
  test('acts under the account that it is given, and reaches what tokens and APIs need', () => {
    const workload = create(identity);
    expect(annotationsOf(only(workload, 'ServiceAccount'))).toHaveProperty([ANNOTATION], ACCOUNT);
    expect(egressOf(workload)).toEqual(expect.arrayContaining([METADATA_SERVER, GOOGLE_APIS]));
    expect(egressOf(workload)).toHaveLength(3);
  });

  test('is nobody in the cloud by itself, and reaches neither', () => {
    const workload = create({});
    expect(annotationsOf(only(workload, 'ServiceAccount'))).not.toHaveProperty([ANNOTATION]);
    expect(egressOf(workload)).toHaveLength(1);
  });

  test('gets no token of Kubernetes for it: the metadata server asks in its name', () => {
    expect(only(create(identity), 'ServiceAccount')).toMatchObject({ automountServiceAccountToken: false });
  });
});

test('the job before a deployment is nobody in the cloud, whatever its service is', () => {
  const props = webServiceProps({ ...identity, rollout: { before: {} } });
  const service = new WebService(testChart(), 'service', props);
  const acting = rendered(service)
    .filter(({ kind }) => kind === 'ServiceAccount')
    .map((account) => annotationsOf(account)[ANNOTATION]);
  expect(acting.sort()).toEqual([ACCOUNT, undefined]);
  expect(service.before && egressOf(service.before)).toHaveLength(1);
});

test('a network that reaches the APIs elsewhere says where', () => {
  const workloadIdentity = { ...WORKLOAD_IDENTITY, googleApis: ['199.36.153.4/30'] };
  const worker = new Worker(testChart(), 'worker', workerProps({ workloadIdentity }));
  expect(egressOf(worker)).toContainEqual(to('199.36.153.4/30', 443));
  expect(egressOf(worker)).not.toContainEqual(GOOGLE_APIS);
});
