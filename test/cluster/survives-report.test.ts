import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readManifests } from '@plinth/testing';
import { root } from '../company/read-releases';
import { FAULTS, type FaultName } from './survives/faults';
import { type Cell, rowsOf, survivalReport } from './survives/report';
import { servicesIn, titleOfService } from './survives/service';

const committed = readFileSync(join(__dirname, 'survives/report.md'), 'utf8');
const services = servicesIn(readManifests(join(root, 'manifests/prod/workloads')));
const faults = Object.keys(FAULTS) as FaultName[];

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

test('the report shows no service below what a fault allows', () => {
  const below = rowsOf(committed).flatMap((row, at) => {
    const service = services[at];
    return Object.values(FAULTS)
      .filter(({ name, least }) => service === undefined || !(Number(row[name]) >= least(service)))
      .map(({ name }) => `${row.service}: ${row[name]} in ${name}`);
  });
  expect(below).toEqual([]);
});

test('the report is written as it stands, but for the numbers', () => {
  const cells = faults.flatMap((fault) => services.map((service): Cell => ({ fault, service, lowest: 0 })));
  // The formatter aligns tables in its own way.
  const withoutNumbers = (text: string) =>
    text
      .replaceAll(' ', '')
      .replace(/-+/g, '-')
      .replace(/\|\d+(?=\|)/g, '|0');
  expect(withoutNumbers(survivalReport(cells))).toBe(withoutNumbers(committed));
});

test('the README says the lowest number of each fault', () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  for (const { name, what } of Object.values(FAULTS)) {
    const lowest = ['3', '5', '2'].map((pods) =>
      Math.min(...rowsOf(committed).flatMap((row) => (row.pods === pods ? [Number(row[name])] : []))),
    );
    expect(readme.replace(/ +/g, ' ')).toContain(`| ${[what, ...lowest].join(' | ')} |`);
  }
});
