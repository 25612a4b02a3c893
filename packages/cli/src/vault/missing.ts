import { oneOf, UserError } from '@plinth/errors';
import { type Access, kvData, type ResolvedEnvironment, VAULT_MOUNTS } from '@plinth/model';
import { Gate } from '../gate';
import type { MetadataReader, PathState } from './metadata-reader';

/** Who looks for a secret, and where that is declared. */
interface Reader {
  readonly service: string;
  readonly file: string;
  readonly declared: string;
}

/** A path that services read. */
export interface DeclaredPath {
  readonly path: string;
  readonly squad: string;
  readonly lead: string;
  readonly contact: string;
  readonly readers: readonly Reader[];
  /** Fields that are files; absent: all, whatever they are. */
  readonly fields?: readonly string[];
}

/** A declared path without a value, and what puts one there. */
export interface MissingPath extends DeclaredPath {
  readonly state: Exclude<PathState, { state: 'there' }>['state'];
  readonly command: string;
}

/** Every path of values that people put, once. */
export function declaredPaths(
  accesses: readonly Access[],
  squads: ResolvedEnvironment['squads'],
): DeclaredPath[] {
  const paths = new Map<string, DeclaredPath>();
  for (const { service, squad, contact, grants } of accesses) {
    for (const { path: granted, account, file, declared, field, secret } of grants) {
      if (secret === undefined || account !== undefined) continue;
      const path = granted.slice(kvData('').length);
      const known = paths.get(path);
      const reader = { service, file: file ?? '', declared: declared ?? '' };
      const isWhole = field === undefined || (known !== undefined && known.fields === undefined);
      paths.set(path, {
        path,
        squad,
        lead: squads.find(({ name }) => name === squad)?.lead ?? '',
        contact,
        readers: [...(known?.readers ?? []), reader],
        ...(!isWhole && { fields: [...new Set([...(known?.fields ?? []), field])] }),
      });
    }
  }
  return [...paths.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** As many questions at once as nobody notices. */
const AT_ONCE = 8;

/**
 * Those of the paths at which Vault has no value.
 * @throws UserError `vault-token` when the token may not ask, and what the reader throws
 */
export async function missingPaths(
  paths: readonly DeclaredPath[],
  reader: MetadataReader,
): Promise<MissingPath[]> {
  const gate = new Gate(AT_ONCE);
  let failure: unknown;
  const states = await Promise.all(
    paths.map((declared) =>
      gate.run(async () => {
        // Where one question gets no answer, the others would get none either.
        if (failure !== undefined) return undefined;
        try {
          return { declared, state: await reader.stateOf(declared.path) };
        } catch (error) {
          failure ??= error;
          return undefined;
        }
      }),
    ),
  );
  if (failure !== undefined) throw failure;
  const answered = states.filter((one) => one !== undefined);
  const refused = answered.filter(({ state }) => state === undefined).map(({ declared }) => declared);
  if (refused.length > 0) throw mayNotAsk(refused, paths);
  return answered.flatMap(({ declared, state }) =>
    state === undefined || state.state === 'there'
      ? []
      : [{ ...declared, state: state.state, command: commandFor(declared, state.version) }],
  );
}

function mayNotAsk(refused: readonly DeclaredPath[], all: readonly DeclaredPath[]): UserError {
  const squads = [...new Set(refused.map(({ squad }) => squad))];
  const isAll = refused.length === all.length;
  return new UserError({
    code: 'vault-token',
    where: 'VAULT_TOKEN',
    found: isAll
      ? 'a token that has ended, or that may ask for none of the paths'
      : `a token that may not ask for ${refused.length} of ${all.length} paths, of ${squads.join(', ')}`,
    allowed: 'a token of an administrator of Vault, or of the squad that is asked for',
    fix: isAll
      ? 'sign in again with vault login -method=oidc'
      : `ask for your own squad alone, with --squad, or as somebody of ${oneOf(squads)}`,
  });
}

/**
 * What a person types: the value comes from standard input, so that no history has it, and over nothing but what was
 * there when it was looked at.
 */
function commandFor({ path, fields }: DeclaredPath, version: number): string {
  const [field, ...more] = fields ?? [];
  const value = field === undefined || more.length > 0 ? '-' : `${field}=-`;
  return `vault kv put -mount=${VAULT_MOUNTS.kv} -cas=${version} ${path} ${value}`;
}
