import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { resolveCompany } from '@plinth/model';
import { company } from '../../environments';
import { readReleases } from '../company/read-releases';
import { askPlinth } from './ask-plinth';
import { CHECKOUT } from './run-plinth';

jest.setTimeout(120_000);

const GUIDE = readFileSync(join(CHECKOUT, 'docs/guides/mutual-tls.md'), 'utf8');
const read = (file: string) => readFileSync(join(CHECKOUT, file), 'utf8');
const services = resolveCompany(company, { releases: readReleases(company) }).flatMap((one) => one.services);

/** The blocks of one language, each as its text. */
const blocks = (language: string) =>
  [...GUIDE.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))].map(([, text = '']) => text);

/** Paths of files between two headings: those that are named, and those that links lead to. */
const filesIn = (heading: string) => {
  const [, rest = ''] = GUIDE.split(`\n## ${heading}\n`);
  const [section = ''] = rest.split('\n## ');
  const named = [...section.matchAll(/`((?:docs|test)\/[\w./-]+\.\w+)`/g)].map(([, file = '']) => file);
  const linked = [...section.matchAll(/\]\(([\w./-]+\.\w+)\)/g)].map(([, file = '']) =>
    join('docs/guides', file),
  );
  return [...named, ...linked];
};

test.each([
  ['order-matcher', 'environments/base/services/exchange/order-matcher.ts'],
  ['chain-indexer', 'environments/base/services/chain/chain-indexer.ts'],
  ['klever-node', 'environments/base/services/chain/klever-node.ts'],
])('what is added in the examples is what %s declares', (_, file) => {
  const diffs = blocks('diff').map((text) =>
    text
      .split('\n')
      .filter((line) => !line.startsWith('-'))
      .map((line) => line.slice(1))
      .join('\n'),
  );
  expect(diffs.filter((text) => read(file).includes(text))).toHaveLength(1);
});

test.each(['What the program finds', 'When something is wrong', 'How it is proven'])(
  'files that are named under “%s” are there',
  (heading) => {
    const files = filesIn(heading);
    expect(files.length).toBeGreaterThan(0);
    expect(files.filter((file) => !existsSync(join(CHECKOUT, file)))).toEqual([]);
  },
);

test('variables that programs are promised are rendered', () => {
  const promised = [...GUIDE.matchAll(/^\| `(TLS_\w+)`/gm)].map(([, name = '']) => name);
  expect(promised).toHaveLength(4);
  const ledger = read('manifests/prod/workloads/exchange/ledger.yaml');
  for (const name of promised) expect(ledger).toContain(`- name: ${name}\n`);
  expect(read('manifests/prod/workloads/chain/chain-indexer.yaml')).toContain(
    '- name: KLEVER_NODE_API_ADDRESS\n              value: "127.0.0.1:15001"\n',
  );
});

test('lives that are named are those of every service', () => {
  const [, duration, renewed, left] =
    /certificate\s+\| (\d+) hours\s+\| after (\d+) hours.* (\d+) hours are left/.exec(GUIDE) ?? [];
  const lives = new Set(
    services.flatMap(({ mutualTls }) =>
      mutualTls ? [`${mutualTls.duration} ${mutualTls.renewBefore}`] : [],
    ),
  );
  expect([...lives]).toEqual([`${duration}h ${left}h`]);
  expect(Number(duration) - Number(renewed)).toBe(Number(left));
});

test('commands that are typed are ours, with their arguments', async () => {
  const typed = blocks('sh')
    .flatMap((text) => text.trim().split('\n'))
    .filter((line) => !line.startsWith('#'));
  expect(typed.length).toBeGreaterThan(2);
  for (const line of typed) {
    const [, command = '', rest = ''] = /^npx -y pnpm@\S+ plinth (certs [\w-]+) ?(.*)$/.exec(line) ?? [];
    const { stdout } = await askPlinth([...command.split(' '), '--help'], { cwd: CHECKOUT });
    for (const flag of rest.match(/--[\w-]+/g) ?? [])
      expect([line, stdout]).toEqual([line, expect.stringContaining(flag)]);
  }
});
