import { Worker } from '@plinth/kubernetes';
import { type ResolvedVault, resolveCompany, vault, worker } from '@plinth/model';
import { tinyCompany, tinyReleases, tinyWorker } from '@plinth/testing';
import { App, Chart } from 'cdk8s';
import fc from 'fast-check';
import { secretFiles } from '../../stacks/workloads/secret-files';

interface Declared {
  readonly name: string;
  readonly path: string;
  readonly field: string;
  readonly reload: string;
}

/** Who the service is to Vault; nobody when the model does not take the secret. */
function resolved({ name, path, field, reload }: Declared): ResolvedVault | undefined {
  const secrets = { [name]: vault.kv(path, { field, reload }) };
  const company = tinyCompany(worker('mailer', { ...tinyWorker, secrets }));
  try {
    const [environment] = resolveCompany(company, { releases: tinyReleases(company) });
    return environment?.services.find((service) => service.name === 'mailer')?.vault;
  } catch {
    return undefined;
  }
}

function render(of: ResolvedVault): Worker {
  return new Worker(new Chart(new App(), 'chart', { namespace: 'retail' }), 'worker', {
    name: 'mailer',
    owner: { squad: 'retail', contact: 'retail@acme.example' },
    image: `registry.example/retail/mailer:1.0.0@sha256:${'a'.repeat(64)}`,
    resources: { cpu: 0.1, cpuLimit: 1, memory: '128Mi' },
    health: { ready: '/readyz', live: '/livez' },
    scaling: { replicas: 1 },
    ...secretFiles(of),
  });
}

/** Mostly what the model takes: a secret has four parts, and one that is wrong is enough. */
const mostly = (right: readonly string[], wrong: readonly string[]) =>
  fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom(...right) },
    { weight: 1, arbitrary: fc.constantFrom(...wrong) },
  );

const segment = mostly(
  ['key', 'a', 'api-key', '0', '0a'],
  ['a.b', '..', '*', '+', '', 'Key', 'a b', '{{x}}', '"'],
);
const declared: fc.Arbitrary<Declared> = fc.record({
  name: segment,
  path: fc.array(segment, { minLength: 1, maxLength: 2 }).map((rest) => `retail/${rest.join('/')}`),
  field: mostly(['value', 'Value', 'a-b', 'a_b', 'a', 'a-', 'a_'], ['0', '', 'a.b', '"', '}}']),
  reload: mostly(
    ['/-/reload', '/a/..b', '/~a', '/a/', '/a//b'],
    ['/', '/a/../b', '/.', '//a', '/a b', 'a', '/a?b', '/$(x)'],
  ),
});

test('a secret that the model takes is one that the construct takes', () => {
  let taken = 0;
  fc.assert(
    fc.property(declared, (secret) => {
      const of = resolved(secret);
      if (of === undefined) return;
      taken += 1;
      expect(() => render(of)).not.toThrow();
    }),
    { seed: 7, numRuns: 100 },
  );
  expect(taken).toBeGreaterThan(30);
});
