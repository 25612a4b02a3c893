import { type ResolveOptions, readSource } from '../company';
import type { Company, Declaration, EnvironmentDeclaration, ServiceDeclaration } from '../declare';
import { FACT_OF_SETTING } from '../fact-of-setting';
import { lineOfPath } from '../json-text';
import { isMap } from '../plain-map';
import { parseReleases, type ReleasesFile } from '../releases';
import { Report, relativeTo } from '../report';
import { valueAt } from '../value-at';
import { VAULT_AGENT } from '../vault-names';
import { SourceLocator } from './locate';

type Path = readonly (string | number)[];

/** Where a value was set. */
export interface Origin {
  /** `default`: by nobody; the product's own value. */
  readonly layer: 'base' | 'overlay' | 'facts' | 'release' | 'default';
  readonly file?: string;
  readonly line?: number;
  /** Inside the declaration: of an overlay it begins with the service, of a release too. */
  readonly path: Path;
  /** True when the value itself stands on that line; else it is the nearest line around it. */
  readonly exact?: boolean;
}

/** A declaration and a path in it; or a release. */
type Source =
  | { readonly layer: 'base' | 'overlay' | 'facts'; readonly at: Declaration; readonly path: Path }
  | { readonly layer: 'release'; readonly path: Path }
  | undefined;

interface Question {
  readonly company: Company;
  readonly environment: EnvironmentDeclaration;
  readonly service: ServiceDeclaration;
  readonly releases: ReleasesFile;
}

/**
 * Where a value of a resolved service comes from. Sources are read only now, to find the line.
 * @param path of the resolved service, such as `['scaling', 'min']`; keys of text, indices of lists
 */
export function originOf(
  company: Company,
  options: ResolveOptions,
  environment: string,
  service: string,
  path: Path,
): Origin {
  const environmentDeclaration = company.environments.find(({ name }) => name === environment);
  const declaration = company.base.services.find(({ name }) => name === service);
  if (environmentDeclaration === undefined || declaration === undefined)
    throw new Error(`${service} is not declared, or ${environment} is no environment`);
  const releases = options.releases.get(environment) ?? { file: '', text: '{}' };
  const question = { company, environment: environmentDeclaration, service: declaration, releases };
  return located(sourceOf(question, path), question, path, options.root ?? '');
}

function located(source: Source, { releases }: Question, asked: Path, root: string): Origin {
  if (source === undefined) return { layer: 'default', path: asked };
  if (source.layer === 'release') {
    const line = lineOfPath(releases.text, source.path);
    return { ...source, file: relativeTo(root, releases.file), line, exact: true };
  }
  const { layer, at, path } = source;
  const place = new SourceLocator(readSource).locate(at.call.position, path, valueAt(at.input, path));
  return { layer, file: relativeTo(root, place.file), line: place.line, path, exact: place.exact };
}

function sourceOf(question: Question, path: Path): Source {
  const { environment, service } = question;
  const derived = DERIVED[String(path[0])];
  if (derived !== undefined) return derived(question, path);
  const overlay = environment.overlays.find(({ input }) => isSetIn(input[service.name], path));
  if (overlay !== undefined) return { layer: 'overlay', at: overlay, path: [service.name, ...path] };
  if (environment.overlays.some(({ input }) => isReplacedIn(input[service.name], path))) return undefined;
  if (isSetIn(service.input, path)) return inBase(service, path);
  const fact = (FACT_OF_SETTING as Readonly<Record<string, string>>)[path.join('.')];
  return fact === undefined ? undefined : { layer: 'facts', at: environment, path: [fact] };
}

/** Set there, or inside a list or a value that replaces everything below it. */
function isSetIn(input: unknown, path: Path): boolean {
  if (valueAt(input, path) !== undefined) return true;
  const parent = valueAt(input, path.slice(0, -1));
  return parent !== undefined && !isMap(parent);
}

/** Inside a list, which replaces everything that was below it, whether it says it again or not. */
function isReplacedIn(input: unknown, path: Path): boolean {
  return path.some((_, length) => Array.isArray(valueAt(input, path.slice(0, length))));
}

/** Fields of the resolved service that are not written under the same name. */
const DERIVED: Readonly<Record<string, (question: Question, path: Path) => Source>> = {
  kind: ({ service }) => inBase(service, []),
  name: ({ service }) => inBase(service, []),
  namespace: ({ service }) => inBase(service, ['squad']),
  contact: ({ company, service }) => {
    const squad = company.base.squads.find(({ name }) => name === service.input.squad);
    return squad && inBase(squad, ['contact']);
  },
  image: imageSource,
  exposure: ({ environment, service }, path) =>
    path[1] === 'host' ? { layer: 'facts', at: environment, path: ['domain'] } : written(service, path),
  cloud: cloudSource,
  vault: vaultSource,
  calls: callSource,
  callers: callerSource,
};

function imageSource({ environment, service }: Question, [, field, part]: Path): Source {
  if (field === 'repository') return { layer: 'facts', at: environment, path: ['registry'] };
  if (field === 'user') return inBase(service, part === undefined ? ['image'] : ['image', part]);
  return { layer: 'release', path: [service.name, field === 'reference' ? 'digest' : (field ?? 'digest')] };
}

/** Names in the cloud are made of the need's; an account is one of the project. */
function cloudSource({ environment, service }: Question, [, part, index, field]: Path): Source {
  if (part === 'account') return { layer: 'facts', at: environment, path: ['project'] };
  const needs = service.input.cloud ?? {};
  const name = Object.keys(needs).sort()[Number(index)];
  if (name === undefined) return written(service, ['cloud']);
  // What else is not written is nobody's: how long a message waits, in which ring keys are.
  if (field === 'ackSeconds' || field === 'keyRing') return written(service, ['cloud', name, field]);
  const said = ['cloud', name, ...(field === undefined ? [] : [field])];
  return written(service, said) ?? inBase(service, ['cloud', name]);
}

/** What comes from Vault is made of the secret's name and of what it says. */
function vaultSource(question: Question, [, part, index, field]: Path): Source {
  const { environment, service } = question;
  const secrets: Readonly<Record<string, unknown>> = service.input.secrets ?? {};
  if (part === 'agent') return { layer: 'release', path: [VAULT_AGENT] };
  const name = Object.keys(secrets).sort()[Number(index)];
  if (part === 'role' || name === undefined) return written(service, ['secrets']);
  const secret = secrets[name] as { readonly database?: string };
  if (field === 'host')
    return { layer: 'facts', at: environment, path: ['dependencies', secret.database ?? ''] };
  const said = ['secrets', name, ...(field === undefined ? [] : [field])];
  return written(service, said) ?? inBase(service, ['secrets', name]);
}

/** The call is the caller's; where it leads is the callee's. */
function callSource({ company, environment, service }: Question, path: Path): Source {
  const [, index, field, ...rest] = path;
  const calls = service.input.calls ?? [];
  const name = [...new Set(calls)].sort()[Number(index)];
  if (name === undefined) return written(service, ['calls']);
  const callee = [...company.base.services, ...company.base.dependencies].find((one) => one.name === name);
  const isInternet = callee?.kind === 'external-dependency' && callee.input.reach === 'internet';
  if (field === 'addresses' && !isInternet)
    return { layer: 'facts', at: environment, path: ['dependencies', name, ...rest] };
  if (callee === undefined || field === undefined || field === 'name')
    return inBase(service, ['calls', calls.indexOf(name)]);
  switch (field) {
    case 'kind':
      return inBase(callee, []);
    case 'namespace':
      return inBase(callee, ['squad']);
    case 'addresses':
      return inBase(callee, ['reach']);
    default:
      return written(callee, ['ports', ...rest]);
  }
}

/** Somebody else wrote it: the caller. */
function callerSource({ company, service, releases }: Question, [, index]: Path): Source {
  const released = parseReleases(releases, new Report());
  const callers = company.base.services
    .filter(({ name, input }) => Object.hasOwn(released, name) && input.calls?.includes(service.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const caller = callers[Number(index)];
  return caller && inBase(caller, ['calls', (caller.input.calls ?? []).indexOf(service.name)]);
}

function inBase(at: Declaration, path: Path): Source {
  return { layer: 'base', at, path };
}

function written(at: Declaration, path: Path): Source {
  return isSetIn(at.input, path) ? inBase(at, path) : undefined;
}
