import type { X509Certificate } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import {
  type CertificateList,
  certificatesIn,
  type Mistake,
  readCertificateList,
} from '@plinth/certificates';
import { didYouMean, oneOf, type Problem, show, UserError } from '@plinth/errors';
import { encodingProblem, lineOfPath, lineOfSyntaxError, readAuthorities, repeatedKeys } from '@plinth/model';

/** Ten thousand certificates need half of it. */
const LONGEST = 16 * 1024 * 1024;

const ALLOWED = 'a JSON file as docs/guides/certificates-outside.md shows it';
const AUTHORITIES = 'authorities in PEM, or the authorities.json of an environment';

/** A list of certificates, and the authorities that it names. */
export interface ReadList {
  readonly list: CertificateList;
  readonly authorities: readonly X509Certificate[];
}

/**
 * Reads what `--list` names.
 * @throws UserError with everything that is wrong, each with its line
 */
export function readListFile(file: string, cwd: string): ReadList {
  const path = resolve(cwd, file);
  const text = textOf(path, file, 'certificate-list');
  const fail = (line: number, found: string, fix: string) =>
    problemAt(`${file}:${line}`, found, ALLOWED, fix);
  const encoding = encodingProblem(text);
  if (encoding !== undefined) throw fail(1, encoding, 'save it as UTF-8 without byte order mark');
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw fail(lineOfSyntaxError(text), 'text that is not JSON', 'mend it there');
  }
  const twice = repeatedKeys(text).map(({ key, line }) =>
    fail(line, `the key ${show(key)} twice`, 'keep one of the two'),
  );
  const { list, mistakes } = readCertificateList(parsed, dirname(path));
  UserError.throwIfAny([
    ...twice.flatMap(({ problems }) => problems),
    ...mistakes.map((mistake) => toProblem(mistake, file, text)),
  ]);
  if (list === undefined) throw new Error('a list without mistakes is a list');
  const where = `${file}:${lineOfPath(text, ['authorities'])}: authorities`;
  return { list, authorities: authoritiesIn(list.authorities, where) };
}

/**
 * Those that `--name` chooses.
 * @throws UserError `unknown-certificate`
 */
export function certificatesNamed(
  names: readonly string[] | undefined,
  { certificates }: CertificateList,
): CertificateList['certificates'] {
  if (names === undefined) return certificates;
  const known = certificates.map(({ name }) => name);
  for (const name of names.filter((one) => !known.includes(one)))
    throw new UserError({
      code: 'unknown-certificate',
      where: '--name <name>',
      found: show(name),
      allowed: known.length > 20 ? `one of the ${known.length} names of the list` : oneOf(known),
      fix: didYouMean(name, known, 'name one of the list'),
    });
  return certificates.filter(({ name }) => names.includes(name));
}

function toProblem({ code, path, found, allowed, fix }: Mistake, file: string, text: string): Problem {
  const field = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`)).join('');
  const where = `${file}:${lineOfPath(text, path)}${field === '' ? '' : `: ${field.replace(/^\./, '')}`}`;
  return { code, where, found, allowed, fix };
}

/** PEM, or what `plinth certs trust` has written for an environment: then the list trusts whom its services trust. */
function authoritiesIn(path: string, where: string): readonly X509Certificate[] {
  const text = textOf(path, where, 'authorities');
  if (/^\s*[[{]/.test(text)) return authoritiesOfEnvironment(text, where);
  const certificates = certificatesIn(text);
  const isRight = certificates !== undefined && certificates.length > 0 && certificates.every(({ ca }) => ca);
  if (isRight) return certificates;
  const found =
    certificates?.every(({ ca }) => ca) === false
      ? 'a certificate that is no authority'
      : 'text that is no certificate';
  throw problemAt(where, found, AUTHORITIES, 'name the file of those who sign', 'authorities');
}

function authoritiesOfEnvironment(text: string, where: string): readonly X509Certificate[] {
  const { authorities, flaws } = readAuthorities(text);
  UserError.throwIfAny(
    flaws.map(({ line, found }) => ({
      code: 'authorities',
      where,
      found: `a file with ${found}, in its line ${line}`,
      allowed: AUTHORITIES,
      fix: 'name the file of those who sign; plinth certs trust writes authorities.json, and Git has it',
    })),
  );
  if (authorities.length > 0) return authorities;
  const fix = 'run plinth certs trust for that environment, when its Vault is configured';
  throw problemAt(where, 'an empty list of authorities', AUTHORITIES, fix, 'authorities');
}

/** Nothing of what a file holds is shown: it may be a key that was named by mistake. */
function textOf(path: string, where: string, code: string): string {
  try {
    const { size } = statSync(path, { throwIfNoEntry: true });
    // Reading a pipe would wait for ever, and a device has no end.
    if (!statSync(path).isFile()) throw Object.assign(new Error(), { code: 'no plain file' });
    if (size > LONGEST) throw Object.assign(new Error(), { code: `${size} bytes` });
    return readFileSync(path, 'utf8');
  } catch (error) {
    const found = `a file that cannot be read (${(error as NodeJS.ErrnoException).code})`;
    throw problemAt(where, found, 'a file that you may read', 'name another file', code);
  }
}

function problemAt(
  where: string,
  found: string,
  allowed: string,
  fix: string,
  code = 'certificate-list',
): UserError {
  return new UserError({ code, where, found, allowed, fix });
}
