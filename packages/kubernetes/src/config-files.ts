import { hash } from 'node:crypto';
import { show, UserError } from '@plinth/errors';
import { readFolder } from './folder';
import { resolveAll, resolveEntries } from './resolve';

/** Configuration that the program reads from files; a change restarts the pods. Never secrets. */
export interface ConfigFiles {
  /** Text by file name: `{ 'config.yaml': '…' }`. */
  readonly files: Readonly<Record<string, string>>;
  /** The folder of the files. @default /etc/config */
  readonly folder?: string;
}

export interface ResolvedConfigFiles {
  readonly files: Readonly<Record<string, string>>;
  readonly folder: string;
  /** Changes when any file does. */
  readonly checksum: string;
}

export const CONFIG_FOLDER = '/etc/config';

/** What etcd takes of one ConfigMap. */
const MOST_BYTES = 1024 * 1024;

/** @throws UserError `config-…` */
export function resolveConfigFiles(input: ConfigFiles): ResolvedConfigFiles {
  const { files, folder } = resolveAll({
    files: () => readFiles(input.files),
    folder: () => readFolder(input.folder ?? CONFIG_FOLDER, 'config-folder', CONFIG_FOLDER),
  });
  const checksum = hash('sha256', JSON.stringify(files));
  return { files, folder, checksum };
}

function readFiles(input: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const entries = resolveEntries(input, (name, text) => [readFileName(name), readContents(text)] as const);
  const bytes = entries.reduce((total, [, text]) => total + Buffer.byteLength(text), 0);
  if (entries.length === 0 || bytes > MOST_BYTES) {
    throw new UserError({
      code: 'config-size',
      where: 'files',
      found: entries.length === 0 ? 'no file' : `${bytes} bytes`,
      allowed: `at least one file, at most ${MOST_BYTES} bytes together`,
      fix: entries.length === 0 ? 'leave config out' : 'put large data into the image or a bucket',
    });
  }
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function readFileName(name: string): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)+$/.test(name) || name.length > 253) {
    throw configError(
      'config-file-name',
      name,
      'a file name with an ending, of letters, digits, "-", "_" and "."',
      'write for example "config.yaml"',
    );
  }
  if (/pass|secret|token/i.test(name)) {
    throw configError(
      'config-file-secret',
      name,
      'no name that promises a secret: everybody can read a ConfigMap',
      'take secrets from Vault, or rename the file',
    );
  }
  return name;
}

function readContents(text: unknown): string {
  if (typeof text === 'string' && !text.includes('\0')) return text;
  throw configError(
    'config-file-text',
    typeof text === 'string' ? 'a NUL character' : text,
    'text',
    'print the value as text first',
  );
}

function configError(code: string, found: unknown, allowed: string, fix: string): UserError {
  return new UserError({ code, where: 'config', found: show(found), allowed, fix });
}
