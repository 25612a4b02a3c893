import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Problem } from '@plinth/errors';
import type { DeclaredCertificate } from '../list/declared-certificate';
import { addressOf, observeEndpoint } from '../observe/endpoint';
import { certificatesIn, serialOf } from '../pem';
import type { KeptCertificate } from '../vault/kept-certificate';
import { runHook } from './reload-hook';
import { VersionFolder, type WantedFile } from './version-folder';

export interface DeployOptions {
  /** Of this process: few are passed on to hooks. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** Whether an earlier run has begun with it and was killed. */
  readonly isBegun: boolean;
}

/** Between two looks at an endpoint, in milliseconds. */
const BETWEEN_LOOKS = 100;

/**
 * Brings what lies in Vault to where it is used: files, hook, and a look at what is served. When the hook fails or the old one goes
 * on being served, everything is as before, and the hook has run once more.
 * @returns what is wrong; nothing when the new certificate is in use
 */
export async function deploy(
  declared: DeclaredCertificate,
  kept: KeptCertificate,
  options: DeployOptions,
): Promise<Problem[]> {
  const wanted = [...foldersOf(declared, kept)].map(([folder, files]) => ({
    folder: new VersionFolder(folder, declared.name, options.isBegun),
    files,
  }));
  const folders = wanted.map(({ folder }) => folder);
  try {
    for (const { folder, files } of wanted) await folder.install(files);
  } catch (error) {
    const failure = failureOf(error);
    if (failure === undefined) throw error;
    // Of several folders, some may have been done.
    await rollBack(declared, folders, options);
    return [notInstalled(declared, failure)];
  }
  const failure = await applied(declared, kept, options);
  if (failure === undefined) return [];
  const isBack = await rollBack(declared, folders, options);
  return [{ ...failure, fix: `${failure.fix}; ${isBack}` }];
}

/** What has to be in each folder. Where there are several, that of the certificate is the last: who reads it finds the rest there. */
function foldersOf({ files }: DeclaredCertificate, kept: KeptCertificate): Map<string, WantedFile[]> {
  if (files === undefined) return new Map();
  const wanted: WantedFile[] = [
    ...(files.authorities === undefined
      ? []
      : [{ path: files.authorities, content: kept.authorities, mode: 0o644 as const }]),
    { path: files.key, content: kept.privateKey, mode: 0o600 },
    { path: files.certificate, content: kept.certificate, mode: 0o644 },
  ];
  const folders = new Map<string, WantedFile[]>();
  for (const file of wanted) {
    const folder = dirname(file.path);
    folders.set(folder, [...(folders.get(folder) ?? []), file]);
  }
  const last = dirname(files.certificate);
  return new Map([...folders].sort(([a], [b]) => Number(a === last) - Number(b === last)));
}

async function applied(
  declared: DeclaredCertificate,
  { certificate }: KeptCertificate,
  { variables }: DeployOptions,
): Promise<Problem | undefined> {
  const { name, reload, endpoint } = declared;
  const failed = reload === undefined ? undefined : await runHook(reload, variables);
  if (failed !== undefined)
    return problem(
      'reload',
      `${name}: ${reload?.command[0]}`,
      failed,
      'a hook that succeeds',
      'mend it and run again',
    );
  const [leaf] = certificatesIn(certificate) ?? [];
  if (endpoint === undefined || leaf === undefined) return undefined;
  const shown = await served(declared, serialOf(leaf));
  if (shown === undefined) return undefined;
  const where = `${name}: ${addressOf(endpoint)}`;
  const allowed = `the new certificate within ${endpoint.within}`;
  return problem(
    'not-served',
    where,
    shown,
    allowed,
    'look whether the hook makes the server read its files again',
  );
}

/** What an endpoint goes on showing; undefined when it shows the new one. */
async function served(declared: DeclaredCertificate, serial: string): Promise<string | undefined> {
  const deadline = performance.now() + (declared.endpoint?.within.seconds ?? 0) * 1000;
  for (;;) {
    const { seen, problems } = await observeEndpoint(declared);
    const shown = seen === undefined ? undefined : serialOf(seen.chain[0]);
    if (shown === serial) return undefined;
    if (performance.now() >= deadline)
      return shown === undefined
        ? (problems[0]?.found ?? 'nothing')
        : `still the certificate ${shown.slice(0, 16)}`;
    await pause(BETWEEN_LOOKS);
  }
}

/** @returns what people have to know about it */
async function rollBack(
  { reload }: DeclaredCertificate,
  folders: readonly VersionFolder[],
  { variables }: DeployOptions,
): Promise<string> {
  if (folders.length === 0) return 'there are no files to put back';
  const back = await Promise.all(folders.map((folder) => folder.rollBack()));
  if (!back.includes(true)) return 'the files were the same before, or none';
  const failed = reload === undefined ? undefined : await runHook(reload, variables);
  return failed === undefined
    ? 'the files are those from before, the new certificate waits in Vault'
    : `the files are those from before, but the hook found ${failed}`;
}

/** The disk's own reasons; anything else is our bug. */
function failureOf(error: unknown): string | undefined {
  const { code, syscall } = error as NodeJS.ErrnoException;
  return code === undefined || syscall === undefined ? undefined : `${syscall} failed (${code})`;
}

function notInstalled({ name, files }: DeclaredCertificate, found: string): Problem {
  const allowed = 'folders in which you may write, with owners that you may give';
  return problem('not-installed', `${name}: ${files?.certificate}`, found, allowed, 'mend it and run again');
}

function problem(code: string, where: string, found: string, allowed: string, fix: string): Problem {
  return { code, where, found, allowed, fix };
}
