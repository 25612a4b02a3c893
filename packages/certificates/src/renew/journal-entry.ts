import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { certificatesIn, keyIn } from '../pem';
import { publicKeyOf } from './certificate-request';
import { stateError } from './state-folder';

/** A certificate that is asked for. What it holds is secret. */
export interface BegunRequest {
  readonly name: string;
  /** `asked`: Vault may have signed. `signed`: the certificate is here. */
  readonly phase: 'asked' | 'signed';
  readonly key: string;
  readonly request: string;
  readonly publicKey: string;
  /** Mount of the authority, to find it again there. */
  readonly mount: string;
  /** Of the path in Vault's store, when it is there. */
  readonly version: number;
  readonly since: string;
  readonly certificate?: string;
}

/** A version in Vault's store on its way to where it is used: until it serves there, every run brings it there. */
export interface BegunDelivery {
  readonly name: string;
  readonly phase: 'stored';
  readonly version: number;
}

export type JournalEntry = BegunRequest | BegunDelivery;

/** Serials of certificates, by mount. */
export type Baseline = Readonly<Record<string, readonly string[]>>;

const REQUEST = ['key', 'request', 'publicKey', 'mount', 'since'] as const;

/** @throws UserError `state` for what no run has written: whoever went on with it would issue twice, or nothing */
export async function readEntry(file: string): Promise<JournalEntry> {
  const content = await readJson(file);
  if (isEntry(content) && basename(file) === `${content.name}.json`) return content;
  throw damaged(file);
}

/**
 * What is in doubt is then looked for among all certificates, where there is no such file.
 * @throws UserError `state`
 */
export async function readBaseline(file: string): Promise<Baseline> {
  const content = await readJson(file, {});
  const isOurs = isMap(content) && Object.values(content).every(isListOfTexts);
  if (isOurs) return content as Baseline;
  throw damaged(file);
}

async function readJson(file: string, absent?: object): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' && absent !== undefined) return absent;
    throw stateError(file, `a file that cannot be read (${code})`);
  }
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw damaged(file);
  }
}

function isEntry(content: unknown): content is JournalEntry {
  if (!isMap(content)) return false;
  const { name, phase, version } = content;
  if (typeof name !== 'string' || !Number.isSafeInteger(version) || Number(version) < 1) return false;
  if (phase === 'stored') return true;
  if (!REQUEST.every((field) => typeof content[field] === 'string')) return false;
  const key = keyIn(String(content.key));
  if (key === undefined || publicKeyOf(key) !== content.publicKey) return false;
  const [leaf] = certificatesIn(String(content.certificate)) ?? [];
  return phase === 'asked' || (phase === 'signed' && leaf !== undefined);
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isListOfTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}

const damaged = (file: string) => stateError(file, 'a file that no run has written');
