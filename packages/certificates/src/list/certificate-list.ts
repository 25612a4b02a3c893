import { resolve } from 'node:path';
import { UserError } from '@plinth/errors';
import { Duration } from '@plinth/units';
import { type CertificateList, type DeclaredCertificate, KEY_TYPES } from './declared-certificate';
import { dnsName } from './dns-name';
import { lifeMistakes, repeatedMistakes, waitMistakes } from './rules';
import { choice, fields, inside, list, type Mistake, refuse, type Shape, text } from './shape';

/** As many names as fit into a handshake without slowing it down. */
const MOST_NAMES = 100;
const MOST_CERTIFICATES = 10_000;

const name = text(/^(?!-)[a-z0-9-]{1,63}(?<!-)$/, {
  allowed: 'lower-case letters, digits and "-", at most 63',
  fix: 'rename it',
});
const vaultPath = (example: string) =>
  text(/^[A-Za-z0-9_][\w.-]*(?:\/[A-Za-z0-9_][\w.-]*)*$/, {
    allowed: `a path of Vault such as ${example}, without wildcards, blanks and ".."`,
    fix: 'write it as "vault path-help" shows it, without a slash at the ends',
  });
const keptPath = text(
  /^/,
  { allowed: 'a path such as certificates/broker', fix: 'write another path' },
  (value) =>
    value.split('/').at(-1) === 'claim' ? { found: '"claim" at the end, which runs use' } : undefined,
);

/** @see https://www.rfc-editor.org/rfc/rfc5280#appendix-A.1 ub-common-name */
const shortName = text(/^.{0,64}$/, {
  allowed: 'at most 64 characters, which is what a common name may have',
  fix: 'write a shorter one of dnsNames as commonName',
});

/** Both say what they find. */
const both =
  <T>(first: Shape<T>, second: Shape<T>): Shape<T> =>
  (value, place) =>
    first(value, place) === undefined ? undefined : second(value, place);

const duration: Shape<Duration> = (value, place) => {
  try {
    return Duration.parse(value);
  } catch (error) {
    if (!UserError.isUserError(error)) throw error;
    const { code = 'unit-duration', found = '', allowed = '', fix = '' } = error.problems[0] ?? {};
    return refuse(place, value, { code, found, allowed, fix });
  }
};

const argument = text(/^[^\0]*$/, { allowed: 'a text', fix: 'write each argument as a text of its own' });

const address: Shape<{ host: string; port: number }> = (value, place) => {
  const [, host, port] = /^(\[[\da-f:]+\]|[A-Za-z0-9.-]+):(\d{1,5})$/.exec(String(value)) ?? [];
  if (host === undefined || Number(port) < 1 || Number(port) > 65_535)
    return refuse(place, value, {
      allowed: 'host and port such as broker.acme.example:8443',
      fix: 'write both',
    });
  return { host: host.replace(/^\[|\]$/g, ''), port: Number(port) };
};

function certificate(folder: string): Shape<DeclaredCertificate> {
  const file: Shape<string> = (value, place) => {
    const path = text(/^[^\0]+$/, { allowed: 'the path of a file', fix: 'write a path' })(value, place);
    return path === undefined ? undefined : resolve(folder, path);
  };
  const shape = fields(
    {
      name,
      owner: name,
      pki: fields({ mount: vaultPath('pki'), role: vaultPath('broker') }),
      dnsNames: list(dnsName, { most: MOST_NAMES }),
      life: duration,
      renewBefore: duration,
      key: choice(KEY_TYPES),
      kv: fields({ mount: vaultPath('kv'), path: both(vaultPath('certificates/broker'), keptPath) }),
    },
    {
      commonName: both(dnsName, shortName),
      files: fields({ certificate: file, key: file }, { authorities: file }),
      endpoint: fields(
        { address, serverName: dnsName },
        { client: fields({ certificate: file, key: file }), within: duration },
      ),
      reload: fields({ command: list(argument, { most: 100 }) }, { timeout: duration }),
    },
  );
  return (value, place) => {
    const read = shape(value, place);
    if (read === undefined) return undefined;
    const { endpoint, reload, ...rest } = read;
    // Told where it comes from: what is not said stands nowhere.
    const commonName = read.commonName ?? shortName(rest.dnsNames[0], inside(inside(place, 'dnsNames'), 0));
    if (commonName === undefined) return undefined;
    return {
      ...rest,
      commonName,
      ...(endpoint && {
        endpoint: {
          ...endpoint.address,
          serverName: endpoint.serverName,
          ...(endpoint.client && { client: endpoint.client }),
          within: endpoint.within ?? Duration.seconds(10),
        },
      }),
      ...(reload && { reload: { command: reload.command, timeout: reload.timeout ?? Duration.seconds(30) } }),
    };
  };
}

/**
 * What a list says, or everything that is wrong with it.
 * @param folder where paths of files begin
 */
export function readCertificateList(
  input: unknown,
  folder: string,
): { readonly list: CertificateList | undefined; readonly mistakes: readonly Mistake[] } {
  const mistakes: Mistake[] = [];
  const place = { path: [], mistakes };
  const whole = fields({
    authorities: text(/^[^\0]+$/, {
      allowed: 'the path of a file with authorities in PEM',
      fix: 'write a path',
    }),
    // One by one, so that what is wrong with one hides nothing of the others.
    certificates: list<unknown>((value) => value ?? {}, { most: MOST_CERTIFICATES }),
  })(input, place);
  if (whole === undefined) return { list: undefined, mistakes };
  const shape = certificate(folder);
  const certificates = whole.certificates.map((one, index) =>
    shape(one, inside(inside(place, 'certificates'), index)),
  );
  certificates.forEach((one, index) => {
    if (one === undefined) return;
    const path = ['certificates', index];
    mistakes.push(...lifeMistakes(one, path), ...waitMistakes(one, path));
  });
  mistakes.push(...repeatedMistakes(certificates));
  if (mistakes.length > 0) return { list: undefined, mistakes };
  return {
    list: {
      authorities: resolve(folder, whole.authorities),
      certificates: certificates.filter((one) => one !== undefined),
    },
    mistakes,
  };
}
