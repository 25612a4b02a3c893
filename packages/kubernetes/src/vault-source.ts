import { show, UserError } from '@plinth/errors';
import { readPortNumber } from './port';
import { resolveAll } from './resolve';

/**
 * Where a secret is in Vault, and how it becomes the contents of a file. A file is written whole or stays as it was: what is
 * missing or empty is an error of the template, which the agent tells and then tries again.
 * @see https://github.com/hashicorp/consul-template/blob/main/docs/templating-language.md
 */
export type SecretSource = VaultKv | VaultDatabase;

/** A value that people have put into a store of versions (KV version 2): one field as it is, or all of them as a JSON object. */
export class VaultKv {
  private constructor(
    private readonly mount: string,
    private readonly path: string,
    private readonly field: string | undefined,
  ) {}

  /** @throws UserError with everything that is wrong */
  static of(options: {
    /** @default kv */
    readonly mount?: string;
    /** Below the mount, without `data/`: `exchange/ledger/audit-key`. */
    readonly path: string;
    /** The field that is the file. @default - all fields, as one JSON object */
    readonly field?: string;
  }): VaultKv {
    const { mount, path, field } = resolveAll({
      mount: () => readPath(options.mount ?? 'kv'),
      path: () => readPath(options.path),
      field: () => (options.field === undefined ? undefined : readWord(options.field, 'password')),
    });
    return new VaultKv(mount, path, field);
  }

  _toTemplate(file: string): string {
    const { mount, path, field } = this;
    const fail = (what: string) => `{{ sprig_fail ${quoted(`${file}: ${mount}/${path} ${what}`)} }}`;
    const read = `{{ with secret ${quoted(`${mount}/data/${path}`)} }}`;
    if (field === undefined) {
      return `${read}{{ with .Data.data }}{{ . | toUnescapedJSON }}{{ else }}${fail('is empty')}{{ end }}{{ end }}`;
    }
    // Numbers are text to Vault's client as well; an object or a list is not.
    const text = `{{ if sprig_kindIs "string" . }}{{ . }}{{ else }}${fail(`has no text in ${field}`)}{{ end }}`;
    return `${read}{{ with index .Data.data ${quoted(field)} }}${text}{{ else }}${fail(`has nothing in ${field}`)}{{ end }}{{ end }}`;
  }
}

/** An account of a PostgreSQL database that Vault makes for each pod, lets live while it is asked to, and takes back. */
export class VaultDatabase {
  private constructor(
    private readonly path: string,
    private readonly place: {
      readonly host: string;
      readonly port: number;
      readonly database: string;
      readonly schema: string;
    },
    private readonly format: 'json' | 'url',
  ) {}

  /** @throws UserError with everything that is wrong */
  static of(options: {
    /** @default database */
    readonly mount?: string;
    /** Vault's role that makes the account. */
    readonly role: string;
    /** An address or a name. */
    readonly host: string;
    readonly port: number;
    readonly database: string;
    /** Where the account finds its tables by itself. */
    readonly schema: string;
    /** `json`: `username`, `password`, `host`, `port`, `database` and `schema`; `url`: a connection string. @default json */
    readonly format?: 'json' | 'url';
  }): VaultDatabase {
    const { mount, role, format, ...place } = resolveAll({
      mount: () => readPath(options.mount ?? 'database'),
      role: () => readWord(options.role, 'ledger'),
      host: () => readWord(options.host, '10.40.0.5'),
      port: () => readPortNumber(options.port),
      database: () => readWord(options.database, 'exchange'),
      schema: () => readWord(options.schema, 'ledger'),
      format: () => readFormat(options.format ?? 'json'),
    });
    return new VaultDatabase(`${mount}/creds/${role}`, place, format);
  }

  /** One reading for the whole file: each makes an account. */
  _toTemplate(): string {
    const { path, place, format } = this;
    const { host, port, database } = place;
    const contents =
      format === 'url'
        ? `postgresql://${urlEncoded('username')}:${urlEncoded('password')}@${host}:${port}/${database}?sslmode=require`
        : `{"username":{{ .Data.username | toJSON }},"password":{{ .Data.password | toJSON }},${JSON.stringify(place).slice(1)}`;
    return `{{ with secret ${quoted(path)} }}${contents}{{ end }}`;
  }
}

/** For the part of a URL before its host, where a blank is not a plus. */
function urlEncoded(field: string): string {
  return `{{ .Data.${field} | urlquery | replaceAll "+" "%20" }}`;
}

/** Text of a template; what is read below needs no escaping in it. */
function quoted(text: string): string {
  return JSON.stringify(text);
}

const WORD = '[A-Za-z0-9](?:[A-Za-z0-9_-]|\\.(?!\\.))*';

/** No wildcard, no way up, no query: nothing that a policy or the agent reads as more than one place. */
function readPath(value: unknown): string {
  if (typeof value === 'string' && value.length <= 250 && new RegExp(`^${WORD}(?:/${WORD})*$`).test(value))
    return value;
  throw sourceError(
    'secret-path',
    value,
    'segments of letters, digits, "-", "_" and ".", with single slashes between them and none around',
    'exchange/ledger/audit-key',
  );
}

function readWord(value: unknown, example: string): string {
  if (typeof value === 'string' && value.length <= 250 && new RegExp(`^${WORD}$`).test(value)) return value;
  throw sourceError('secret-word', value, 'letters, digits, "-", "_" and single "."', example);
}

function readFormat(value: unknown): 'json' | 'url' {
  if (value === 'json' || value === 'url') return value;
  throw sourceError('secret-format', value, '"json" or "url"', 'json');
}

function sourceError(code: string, found: unknown, allowed: string, example: string): UserError {
  return new UserError({
    code,
    where: 'source',
    found: show(found),
    allowed,
    fix: `write for example ${JSON.stringify(example)}`,
  });
}
