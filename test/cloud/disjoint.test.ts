import { join } from 'node:path';
import { readTree } from '../cli/read-tree';
import { CHECKOUT } from '../cli/run-plinth';
import { changed } from './changed';
import { plannedEnvironments, plansOf, type ReviewedPlan, type ReviewedResource } from './reviewed-plan';

/** What an environment has for itself alone, by what it is. */
type Footprint = Readonly<Record<(typeof OWN)[number], readonly string[]>>;

const OWN = ['project', 'network range', 'key ring', 'identity', 'registry', 'bucket', 'state'] as const;

const pairs = plannedEnvironments.flatMap((one, index) =>
  plannedEnvironments.slice(index + 1).map((other) => ({ one, other })),
);

function footprint(plans: readonly ReviewedPlan[]): Footprint {
  const resources = plans.flatMap((plan) => plan.resources);
  const { project } = resources.find(({ type }) => type === 'pulumi:providers:gcp')?.inputs ?? {};
  const of = (type: string, toName: (inputs: ReviewedResource['inputs']) => string) =>
    resources.filter((resource) => resource.type === type).map(({ inputs }) => toName(inputs));
  // What says no project is made in that of its provider.
  const inProject = (inputs: ReviewedResource['inputs']): string => inputs.project ?? project;
  return {
    project: [...new Set(resources.flatMap(({ inputs }) => inputs.project ?? []))],
    'network range': resources.flatMap(rangesOf),
    'key ring': of('gcp:kms/keyRing:KeyRing', (one) => `${inProject(one)}/${one.location}/${one.name}`),
    identity: of('gcp:serviceaccount/account:Account', (one) => `${one.accountId}@${inProject(one)}`),
    registry: of(
      'gcp:artifactregistry/repository:Repository',
      (one) => `${one.location}-docker.pkg.dev/${inProject(one)}/${one.repositoryId}`,
    ),
    bucket: of('gcp:storage/bucket:Bucket', ({ name }) => name),
    state: plans.flatMap(({ outputs }) =>
      outputs?.stateBucket === undefined ? [] : String(outputs.stateBucket),
    ),
  };
}

function rangesOf({ type, inputs }: ReviewedResource): string[] {
  if (type === 'gcp:container/cluster:Cluster') return [inputs.privateClusterConfig.masterIpv4CidrBlock];
  if (type !== 'gcp:compute/subnetwork:Subnetwork') return [];
  const secondary = (inputs.secondaryIpRanges ?? []) as readonly { readonly ipCidrRange: string }[];
  return [inputs.ipCidrRange, ...secondary.map(({ ipCidrRange }) => ipCidrRange)];
}

/** What both have, each as `<what> <name>`. */
function shared(one: Footprint, other: Footprint): string[] {
  return OWN.flatMap((what) => {
    const meets = what === 'network range' ? overlap : (left: string, right: string) => left === right;
    return one[what]
      .filter((left) => other[what].some((right) => meets(left, right)))
      .map((name) => `${what} ${name}`);
  });
}

function overlap(one: string, other: string): boolean {
  const [[start, end], [otherStart, otherEnd]] = [bounds(one), bounds(other)];
  return start < otherEnd && otherStart < end;
}

function bounds(range: string): readonly [start: number, end: number] {
  const [address = '', bits = '32'] = range.split('/');
  const start = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  return [start, start + 2 ** (32 - Number(bits))];
}

const known = new Map(plannedEnvironments.map((name) => [name, plansOf(name)]));
const plans = (environment: string) => known.get(environment) ?? [];

/** The files that are deployed for an environment, by path. */
const texts = (environment: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    ['plans', 'manifests'].flatMap((folder) =>
      Object.entries(readTree(join(CHECKOUT, folder, environment))).map(([path, text]) => [
        `${folder}/${environment}/${path}`,
        String(text),
      ]),
    ),
  );

/** `<file>: <project>` for each file that names this project. */
function naming(files: Readonly<Record<string, string>>, projects: readonly string[]): string[] {
  return projects.flatMap((project) => {
    const name = new RegExp(`(?<![\\w-])${project}(?![a-z0-9])`);
    return Object.keys(files)
      .filter((path) => name.test(files[path] ?? ''))
      .map((path) => `${path}: ${project}`);
  });
}

test.each(plannedEnvironments)(
  '%s has one project, and some of everything that is its own',
  (environment) => {
    const own = footprint(plans(environment));
    expect(own.project).toHaveLength(1);
    // What is looked for below would be seen.
    expect(naming(texts(environment), own.project)).not.toEqual([]);
    expect(own.state).toHaveLength(1);
    expect(OWN.filter((what) => own[what].length === 0)).toEqual([]);
  },
);

test.each(pairs)('$one and $other share nothing', ({ one, other }) => {
  expect(shared(footprint(plans(one)), footprint(plans(other)))).toEqual([]);
});

test.each(pairs)(
  'neither $one nor $other names the project of the other, in plans or manifests',
  ({ one, other }) => {
    expect(naming(texts(one), footprint(plans(other)).project)).toEqual([]);
    expect(naming(texts(other), footprint(plans(one)).project)).toEqual([]);
  },
);

describe('fails when two environments share', () => {
  const [{ one, other }] = pairs as [(typeof pairs)[number]];
  const foreign = footprint(plans(other));
  const [project] = foreign.project as [string];

  /** The plans of the first, with other inputs of the first resource of a type. */
  const withInputs = (type: string, inputs: Readonly<Record<string, unknown>>): ReviewedPlan[] => {
    const resource = plans(one)
      .flatMap(({ resources }) => resources)
      .find((candidate) => candidate.type === type);
    if (resource === undefined) throw new Error(`no ${type}`);
    const broken = { ...resource, inputs: changed(resource.inputs, inputs) };
    return plans(one).map((plan) => ({
      ...plan,
      resources: plan.resources.map((candidate) => (candidate === resource ? broken : candidate)),
    }));
  };
  const inputsOf = (type: string) => {
    const found = plans(other)
      .flatMap(({ resources }) => resources)
      .find((candidate) => candidate.type === type);
    return found?.inputs ?? {};
  };

  test.each([
    ['a project', 'gcp:pubsub/topic:Topic', { project }, `project ${project}`],
    [
      'a network range',
      'gcp:compute/subnetwork:Subnetwork',
      { ipCidrRange: foreign['network range'][1] },
      `network range ${foreign['network range'][1]}`,
    ],
    [
      'the addresses of pods',
      'gcp:container/cluster:Cluster',
      { 'privateClusterConfig.masterIpv4CidrBlock': '10.0.0.0/8' },
      'network range 10.0.0.0/8',
    ],
    [
      'a key ring',
      'gcp:kms/keyRing:KeyRing',
      inputsOf('gcp:kms/keyRing:KeyRing'),
      `key ring ${foreign['key ring'][0]}`,
    ],
    [
      'an identity',
      'gcp:serviceaccount/account:Account',
      { ...inputsOf('gcp:serviceaccount/account:Account'), project },
      `identity ${foreign.identity[0]}`,
    ],
    [
      'a registry',
      'gcp:artifactregistry/repository:Repository',
      inputsOf('gcp:artifactregistry/repository:Repository'),
      `registry ${foreign.registry[0]}`,
    ],
    [
      'a bucket',
      'gcp:storage/bucket:Bucket',
      inputsOf('gcp:storage/bucket:Bucket'),
      `bucket ${foreign.bucket[0]}`,
    ],
  ])('%s', (_, type, inputs, expected) => {
    expect(shared(footprint(withInputs(type, inputs)), foreign)).toContain(expected);
  });

  test('the bucket of their state', () => {
    const same = plans(one).map((plan) => ({ ...plan, outputs: { stateBucket: foreign.state[0] } }));
    expect(shared(footprint(same), foreign)).toContain(`state ${foreign.state[0]}`);
  });

  test('the name of a project, anywhere', () => {
    expect(
      naming({ 'manifests/a.yaml': `image: europe-docker.pkg.dev/${project}/apps/shop` }, [project]),
    ).toEqual([`manifests/a.yaml: ${project}`]);
    expect(naming({ 'plans/a.yaml': `bucket: ${project}-state` }, [project])).toHaveLength(1);
    expect(naming({ 'plans/a.yaml': `bucket: ${project}elopers` }, [project])).toEqual([]);
  });
});
