import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { OutputFile, OutputTransaction } from '@plinth/synth';

type Tree = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Sections with their files, before and after a step that does everything a step can do. */
export const trees: Readonly<Record<'before' | 'after', Tree>> = {
  before: {
    east: {
      'same.yaml': 'same\n',
      'squad/changed.yaml': 'one\n',
      'squad/stale.yaml': 'stale\n',
      'left/alone.yaml': 'last of its folder\n',
      'file-then-folder': 'a file\n',
      'folder-then-file/inner.yaml': 'in a folder\n',
    },
    west: { 'left/section.yaml': 'last of its section\n' },
    south: { 'untouched.yaml': 'untouched\n' },
  },
  after: {
    east: {
      'same.yaml': 'same\n',
      'squad/changed.yaml': 'two\n',
      'new/deep/added.yaml': 'added\n',
      'file-then-folder/inner.yaml': 'in a folder\n',
      'folder-then-file': 'a file\n',
    },
    west: {},
    north: { 'first.yaml': 'first\n' },
  },
};

export function stageTree(transaction: OutputTransaction, tree: 'before' | 'after'): void {
  for (const [section, texts] of Object.entries(trees[tree])) {
    const files: OutputFile[] = Object.entries(texts).map(([path, text]) => ({ path, text }));
    transaction.stage(section, files);
  }
}

/** Everything below a root but the work folder: texts by path; a folder is a path with a slash at its end. */
export function readTree(root: string): Record<string, string> {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true });
  const contents = entries.map((entry): readonly [string, string] => {
    const path = join(entry.parentPath, entry.name);
    const name = relative(root, path);
    return entry.isDirectory() ? [`${name}/`, ''] : [name, readFileSync(path, 'utf8')];
  });
  return Object.fromEntries(contents.filter(([path]) => !path.startsWith('.plinth')).sort());
}
