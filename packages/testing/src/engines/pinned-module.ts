import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '@plinth/errors';
import { shown } from './engine-problems';

/** The version of a Go module that the go.mod of a folder requires. @throws UserError `engine-pin` */
export function pinnedVersion(folder: string, path: string): string {
  const file = join(folder, 'go.mod');
  const line = lines(file).find((words) => words[0] === path && words[1]?.startsWith('v') === true);
  if (line?.[1] !== undefined) return line[1];
  throw new UserError({
    code: 'engine-pin',
    where: shown(file),
    found: `no version of ${path}`,
    allowed: 'a line that requires it',
    fix: `add \`require ${path} v…\` and run \`go mod tidy\` there`,
  });
}

/** The checksum of a Go module that the go.sum of a folder keeps. @throws UserError `engine-pin` */
export function pinnedSum(folder: string, path: string): string {
  const file = join(folder, 'go.sum');
  const version = pinnedVersion(folder, path);
  const line = lines(file).find((words) => words[0] === path && words[1] === version);
  if (line?.[2] !== undefined) return line[2];
  throw new UserError({
    code: 'engine-pin',
    where: shown(file),
    found: `no checksum of ${path} ${version}`,
    allowed: 'a checksum for each pinned module',
    fix: `add the line that \`go mod download -json ${path}@${version}\` gives as Sum`,
  });
}

/** What a build from this folder depends on: every file in it. */
export function digestOfFiles(folder: string): string {
  const hash = createHash('sha256');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  for (const file of files) {
    const content = readFileSync(file);
    hash.update(`${file.slice(folder.length)}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

/** The text of a file that pins versions. @throws UserError `engine-pin` when there is none */
export function readPins(file: string): string {
  if (existsSync(file)) return readFileSync(file, 'utf8');
  throw new UserError({
    code: 'engine-pin',
    where: shown(file),
    found: 'no such file',
    allowed: 'the versions of this engine and of all that it needs',
    fix: 'check out the repository anew',
  });
}

/** The words of each line; `require` in front of a single requirement is not one. */
function lines(file: string): string[][] {
  return readPins(file)
    .split('\n')
    .map((line) =>
      line
        .trim()
        .replace(/^require\s+/, '')
        .split(/\s+/),
    );
}
