import type { Problem } from '@plinth/errors';
import type { SeenCertificate } from '../judge/judge';
import type { DeclaredCertificate } from '../list/declared-certificate';
import { certificatesIn, keyIn } from '../pem';
import { readPlain } from '../plain-file';

/** What was found in a place, and what is wrong with the place itself. */
export interface Observation {
  readonly seen?: SeenCertificate;
  readonly problems: readonly Problem[];
}

/** The files of a certificate; they are read, never written. */
export async function observeFiles({ name, files }: DeclaredCertificate): Promise<Observation> {
  if (files === undefined) return { problems: [] };
  const problems: Problem[] = [];
  const fix = `run plinth certs renew --name ${name}`;
  const find = (code: string, path: string, found: string, allowed: string, how = fix) =>
    problems.push({ code, where: `${name}: ${path}`, found, allowed, fix: how });
  const read = async (path: string) => {
    try {
      const { content, mode } = await readPlain(path, 'followed');
      return { text: content.toString('utf8'), mode };
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT') find('missing', path, 'no file', 'a file');
      else
        find(
          'unreadable',
          path,
          `a file that cannot be read (${code})`,
          'a file that you may read',
          'look at its owner',
        );
      return undefined;
    }
  };
  const [certificate, key, authorities] = await Promise.all([
    read(files.certificate),
    read(files.key),
    files.authorities === undefined ? undefined : read(files.authorities),
  ]);
  const chain = certificate === undefined ? undefined : certificatesIn(certificate.text);
  const [leaf, ...rest] = chain ?? [];
  if (certificate !== undefined && leaf === undefined)
    find('unreadable', files.certificate, 'text that is no certificate', 'a certificate in PEM');
  const privateKey = key === undefined ? undefined : keyIn(key.text);
  if (key !== undefined && privateKey === undefined)
    find(
      'unreadable',
      files.key,
      'text that is no private key',
      'a private key in PEM, without a passphrase',
    );
  const trusted = authorities === undefined ? undefined : certificatesIn(authorities.text);
  if (authorities !== undefined && (trusted ?? []).length === 0)
    find('unreadable', files.authorities ?? '', 'text that is no certificate', 'certificates in PEM');
  if (key !== undefined && (key.mode & 0o077) !== 0) {
    const found = `mode ${key.mode.toString(8).padStart(4, '0')}`;
    find('key-permission', files.key, found, '0600', 'run chmod 600');
  }
  if (leaf === undefined) return { problems };
  const where = files.certificate;
  return {
    seen: {
      place: 'file',
      where,
      chain: [leaf, ...rest],
      ...(privateKey && { key: privateKey }),
      ...(trusted?.length && { authorities: trusted }),
    },
    problems,
  };
}
