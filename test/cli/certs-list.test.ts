import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CertificateInventoryFile } from '@plinth/synth';
import { loadAll } from 'js-yaml';
import { company } from '../../environments';
import { askPlinth } from './ask-plinth';
import { FixtureRepository } from './fixture-repository';
import { CHECKOUT } from './run-plinth';

// Each test starts a process or more.
jest.setTimeout(120_000);

// biome-ignore lint/suspicious/noExplicitAny: any object of Kubernetes
type Loose = any;

const environments = company.environments.map(({ name }) => name);

function renderedIn(environment: string): readonly Loose[] {
  const folder = join(CHECKOUT, 'manifests', environment);
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.yaml'))
    .flatMap((path) => loadAll(readFileSync(join(folder, path), 'utf8')) as Loose[]);
}

test.each(environments)('the inventory of %s is the set of its Certificates', (environment) => {
  const file = join(CHECKOUT, 'manifests', environment, 'certificates.json');
  const inventory = JSON.parse(readFileSync(file, 'utf8')) as CertificateInventoryFile;
  const objects = renderedIn(environment).filter(({ kind }) => kind === 'Certificate');
  const listed = inventory.certificates.map(
    ({ namespace, name, keptIn }) => `${namespace}/${name} ${keptIn}`,
  );
  const rendered = objects.map(
    ({ metadata: { namespace, name }, spec }) => `${namespace}/${name} ${spec.secretName}`,
  );
  expect(rendered.length).toBeGreaterThan(10);
  expect(listed).toEqual(rendered.sort());
  expect(
    inventory.certificates.filter(({ owner }) => owner.squad === null || owner.contact === null),
  ).toEqual([]);
});

test.each(environments)(
  'no Application of %s reads the folder in which the inventory lies',
  (environment) => {
    const applications = renderedIn(environment).filter(({ kind }) => kind === 'Application');
    const paths = applications
      .map(({ spec: { source } }) => source.path)
      .filter((path) => path !== undefined);
    expect(paths.length).toBeGreaterThan(5);
    for (const path of paths) expect(path).toMatch(new RegExp(`^manifests/${environment}/[^/]+`));
  },
);

/** A stack with one certificate in each environment. */
function stack(life: string): string {
  return `
import { defineStack } from '@plinth/synth';
import { ApiObject, Chart } from 'cdk8s';
const apiVersion = 'cert-manager.io/v1';
export default defineStack('workloads', (scope, environment) => {
  for (const { name, namespace } of environment.services) {
    const metadata = { name, namespace, labels: { owner: 'retail' }, annotations: { email: 'retail@acme.example' } };
    const chart = new Chart(scope, name, { namespace });
    new ApiObject(chart, 'certificate', { apiVersion, kind: 'Certificate', metadata, spec: {
      secretName: name + '-tls',
      uris: ['spiffe://' + environment.facts.domain + '/ns/' + namespace + '/sa/' + name],
      dnsNames: [name + '.' + namespace + '.svc'],
      duration: '${life}',
      renewBefore: '16h',
      usages: ['digital signature', 'server auth'],
      privateKey: { algorithm: 'ECDSA', size: 256, encoding: 'PKCS8', rotationPolicy: 'Always' },
      issuerRef: { name, kind: 'Issuer' },
    } });
    new ApiObject(chart, 'issuer', { apiVersion, kind: 'Issuer', metadata, spec: { vault: {
      path: 'pki/sign/' + name,
      server: 'https://vault-active.vault.svc:8200',
      caBundle: 'AAEC',
      auth: { kubernetes: { role: name + '.issuer', serviceAccountRef: { name: name + '.issuer' } } },
    } } });
  }
});
`;
}

describe('in a repository with one certificate', () => {
  let repository: FixtureRepository;
  let withoutCertificates: string;
  beforeEach(async () => {
    repository = FixtureRepository.tiny();
    withoutCertificates = repository.read('stacks/workloads/stack.ts');
    repository.write('stacks/workloads/stack.ts', stack('24h'));
    expect(await synth()).toMatchObject({ code: 0, stderr: expect.stringContaining('written') });
  });
  afterEach(() => repository.dispose());

  const run = (...args: string[]) => askPlinth(args, { cwd: repository.root });
  const synth = () => run('synth');

  test('it is printed as a table, or as data', async () => {
    const { code, stdout } = await run('certs', 'list', '--env', 'first');
    expect(code).toBe(0);
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => line.replace(/ +/g, ' ')),
    ).toEqual([
      'environment certificate issuer life renewed before end key owner names',
      expect.stringMatching(
        /^first retail\/shop pki\/sign\/shop 24h 16h ECDSA 256 retail spiffe:\/\/\S+\/ns\/retail\/sa\/shop shop\.retail\.svc$/,
      ),
    ]);
    const data = JSON.parse((await run('certs', 'list', '--json')).stdout) as CertificateInventoryFile[];
    expect(
      data.map(({ version, environment, certificates }) => [version, environment, certificates.length]),
    ).toEqual([
      [1, 'first', 1],
      [1, 'second', 1],
    ]);
  });

  test('another certificate is another inventory, and none is no inventory', async () => {
    const before = repository.read('manifests/first/certificates.json');
    repository.write('stacks/workloads/stack.ts', stack('48h'));
    await synth();
    const after = repository.read('manifests/first/certificates.json');
    expect(after).toBe(before.replace('"duration": "24h"', '"duration": "48h"'));
    expect(await run('check')).toMatchObject({ code: 0 });
    repository.write('stacks/workloads/stack.ts', withoutCertificates);
    expect(await synth()).toMatchObject({ code: 0 });
    expect(existsSync(repository.path('manifests/first/certificates.json'))).toBe(false);
    expect((await run('certs', 'list', '--env', 'first')).stdout.trimEnd().split('\n')).toHaveLength(1);
  });

  test('fails when it was edited by hand: check says so, and the list is not printed', async () => {
    const path = 'manifests/first/certificates.json';
    repository.write(path, repository.read(path).replace('"retail"', '"wallet"'));
    const checked = await run('check');
    expect(checked.code).toBe(1);
    expect(checked.stdout).toContain('first/certificates.json');
    const listed = await run('certs', 'list');
    expect(listed.code).toBe(2);
    expect(listed.stderr).toContain('an inventory that was edited by hand');
  });

  test('fails when nothing is rendered', async () => {
    const { code, stderr } = await run('certs', 'list', '--out', 'elsewhere');
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('nothing rendered') });
  });
});
