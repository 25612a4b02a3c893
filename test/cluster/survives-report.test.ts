import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readManifests } from '@plinth/testing';
import { root } from '../company/read-releases';
import { FAULTS, type Fault, hits } from './survives/faults';
import { newVersion, workloadsIn } from './survives/new-version';
import { belowRecord } from './survives/recorded';
import { cellsOf, rowsOf, survivalReport } from './survives/report';
import { servicesIn, titleOfService } from './survives/service';
import { QUICK_ROLLOUT, USUAL } from './survives/shortened';

const committed = readFileSync(join(__dirname, 'survives/report.md'), 'utf8');
const manifests = readManifests(join(root, 'manifests/prod/workloads'));
const services = servicesIn(manifests);
const faults: readonly Fault[] = Object.values(FAULTS);

test('the report has a row for each service of prod with the pods that it is promised, and a column for each fault', () => {
  expect(rowsOf(committed).map(({ service, pods }) => `${service} ${pods}`)).toEqual(
    services.map((service) => `${titleOfService(service)} ${service.min}`),
  );
  expect(Object.keys(rowsOf(committed)[0] ?? {})).toEqual([
    'service',
    'pods',
    ...Object.values(FAULTS).map(({ name }) => name),
  ]);
});

test('the report shows no service below what a fault allows, and none that a fault leaves alone', () => {
  const wrong = rowsOf(committed).flatMap((row, at) => {
    const service = services[at];
    const isRight = (fault: Fault) =>
      service !== undefined &&
      (hits(fault, service) ? Number(row[fault.name]) >= fault.least(service) : row[fault.name] === '-');
    return faults
      .filter((fault) => !isRight(fault))
      .map(({ name }) => `${row.service}: ${row[name]} in ${name}`);
  });
  expect(wrong).toEqual([]);
});

test('the report is written as it stands', () => {
  // The formatter aligns tables in its own way.
  const unaligned = (text: string) => text.replaceAll(' ', '').replace(/-+/g, '-');
  expect(unaligned(survivalReport(cellsOf(committed)))).toBe(unaligned(committed));
});

describe('a run', () => {
  const seen = (fewer: number) =>
    cellsOf(committed)
      .filter(({ fault }) => fault === 'zoneSilent')
      .map(({ service, lowest }) => {
        const pods = lowest - (service.name === 'ledger' ? fewer : 0);
        const when = '3.0 s: DELETED ledger-1';
        return {
          service: { ...service, kind: 'Deployment' as const },
          lowest: pods,
          when,
          most: 0,
          created: 0,
        };
      });

  test('that has as many pods as recorded, or more, has nothing to tell', () => {
    expect(belowRecord(committed, 'zoneSilent', seen(0))).toEqual([]);
    expect(belowRecord(committed, 'zoneSilent', seen(-1))).toEqual([]);
  });

  test('that has fewer pods than recorded says of whom, when, and what is allowed', () => {
    const { lowest: recorded = 0 } = seen(0).find(({ service }) => service.name === 'ledger') ?? {};
    const when = '3.0 s: DELETED ledger-1';
    expect(belowRecord(committed, 'zoneSilent', seen(1))).toEqual([
      { fault: 'zone silent', service: 'exchange/ledger', lowest: recorded - 1, when, recorded, allowed: 3 },
    ]);
  });

  test('tells of a service that was never recorded', () => {
    const without = committed.replaceAll('exchange/ledger', 'exchange/till');
    expect(belowRecord(without, 'zoneSilent', seen(0))).toEqual([
      expect.objectContaining({ service: 'exchange/ledger', recorded: 'nothing' }),
    ]);
  });
});

test('what is shortened in a workload is told by an annotation, and as long as the report says in the manifest', () => {
  const { minReadySeconds, progressDeadlineSeconds } = USUAL;
  for (const workload of workloadsIn(manifests)) {
    const deadline = workload.kind === 'Deployment' ? { progressDeadlineSeconds } : {};
    expect(workload.spec).toMatchObject({ minReadySeconds, ...deadline });
    expect(newVersion(workload).metadata.annotations).toEqual(workload.metadata.annotations);
    const next = newVersion(workload, { shortened: { ...QUICK_ROLLOUT, progressDeadlineSeconds: 12 } });
    expect(next.metadata.annotations).toMatchObject({
      'plinth.test/shortened': [
        'minReadySeconds 1 instead of 10',
        ...(workload.kind === 'Deployment' ? ['progressDeadlineSeconds 12 instead of 600'] : []),
      ].join(', '),
    });
  }
});

test('the README says the lowest number of each fault', () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  for (const { name, what } of Object.values(FAULTS)) {
    const lowest = ['3', '5', '2'].map((pods) => {
      const cells = rowsOf(committed).flatMap((row) => (row.pods === pods ? [row[name] ?? ''] : []));
      return cells.every((cell) => cell === '-') ? '-' : Math.min(...cells.map(Number));
    });
    expect(readme.replace(/ +/g, ' ')).toContain(`| ${[what, ...lowest].join(' | ')} |`);
  }
});
