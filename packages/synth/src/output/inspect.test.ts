import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { entriesBeside, inspectOutput } from './inspect';
import { OutputTransaction } from './transaction';

let sandbox: string;
let root: string;

beforeEach(() => {
  sandbox = mkdtempSync(join(tmpdir(), 'inspect-'));
  root = join(sandbox, 'manifests');
  const transaction = OutputTransaction.begin(root);
  transaction.stage('east', [
    { path: 'app/a.yaml', text: 'a\n' },
    { path: 'app/b.yaml', text: 'b\n' },
  ]);
  transaction.commit();
});

afterEach(() => rmSync(sandbox, { recursive: true }));

const clean = {
  name: 'east',
  listed: true,
  files: ['app/a.yaml', 'app/b.yaml'],
  foreign: [],
  edited: [],
  missing: [],
  irregular: [],
};

test('what a run has written is listed and nothing else is found', () => {
  expect(inspectOutput(root)).toEqual({ pending: false, sections: [clean] });
});

test('what differs from the digest list is told apart', () => {
  writeFileSync(join(root, 'east/app/a.yaml'), 'mine\n');
  rmSync(join(root, 'east/app/b.yaml'));
  writeFileSync(join(root, 'east/mine.yaml'), '');
  symlinkSync('mine.yaml', join(root, 'east/link'));
  expect(inspectOutput(root).sections).toEqual([
    {
      ...clean,
      files: ['app/a.yaml'],
      foreign: ['mine.yaml'],
      edited: ['app/a.yaml'],
      missing: ['app/b.yaml'],
      irregular: ['link'],
    },
  ]);
});

test('a note in the digest list is an edit', () => {
  writeFileSync(join(root, 'east/SHA256SUMS'), 'a note\n', { flag: 'a' });
  expect(inspectOutput(root).sections).toEqual([{ ...clean, edited: ['SHA256SUMS'] }]);
});

test('without a digest list everything is foreign', () => {
  rmSync(join(root, 'east/SHA256SUMS'));
  expect(inspectOutput(root).sections).toEqual([
    { ...clean, listed: false, files: [], foreign: ['app/a.yaml', 'app/b.yaml'] },
  ]);
});

test('a section that is a link is not followed', () => {
  mkdirSync(join(sandbox, 'elsewhere'));
  writeFileSync(join(sandbox, 'elsewhere/a.yaml'), '');
  symlinkSync(join(sandbox, 'elsewhere'), join(root, 'west'));
  expect(inspectOutput(root).sections[1]).toEqual({
    ...clean,
    name: 'west',
    listed: false,
    files: [],
    irregular: [''],
  });
});

test('what lies beside the sections is named, but for what is hidden', () => {
  mkdirSync(join(root, '.cache'));
  mkdirSync(join(root, 'west'));
  writeFileSync(join(root, 'notes.txt'), '');
  expect(entriesBeside(root, ['east'])).toEqual(['notes.txt', 'west']);
  expect(entriesBeside(join(sandbox, 'none'), ['east'])).toEqual([]);
});

test('hidden folders and files are no sections', () => {
  mkdirSync(join(root, '.cache'));
  writeFileSync(join(root, 'README.md'), '');
  expect(inspectOutput(root).sections).toEqual([clean]);
});

test('a root that does not exist is empty, and stays so', () => {
  expect(inspectOutput(join(sandbox, 'none'))).toEqual({ pending: false, sections: [] });
  expect(readdirSync(sandbox)).toEqual(['manifests']);
});

test('a journal means that a step is half-made', () => {
  mkdirSync(join(root, '.plinth'));
  writeFileSync(join(root, '.plinth/journal'), '');
  expect(inspectOutput(root).pending).toBe(true);
});

test('a run that has not decided anything yet leaves the tree as it was', () => {
  const transaction = OutputTransaction.begin(root);
  transaction.stage('east', [{ path: 'c.yaml', text: 'c\n' }]);
  expect(inspectOutput(root)).toEqual({ pending: false, sections: [clean] });
  transaction.abort();
});
