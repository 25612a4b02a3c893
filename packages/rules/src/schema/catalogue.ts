import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SchemaCompiler } from './compile';
import type { JsonSchema } from './json-schema';

/** A kind that Plinth knows. */
export interface KnownKind {
  readonly apiVersion: string;
  readonly kind: string;
  /** Whether its objects live in a namespace. */
  readonly namespaced: boolean;
  /** The name of its definition. */
  readonly schema: string;
}

interface SchemaFile {
  readonly kinds: readonly KnownKind[];
  readonly $defs: Readonly<Record<string, JsonSchema>>;
}

// The same way up from src/schema and from dist/schema.
const folder = join(__dirname, '../../schemas/generated');

/** Kubernetes 1.35 and the custom resources that we write: read once, when first asked for. */
export class Catalogue {
  static #instance: Catalogue | undefined;

  readonly compiler: SchemaCompiler;
  readonly definitions: ReadonlyMap<string, JsonSchema>;
  readonly #kinds: ReadonlyMap<string, readonly KnownKind[]>;

  static get(): Catalogue {
    Catalogue.#instance ??= new Catalogue(['kubernetes-1.35.json', 'crds.json'].map(read));
    return Catalogue.#instance;
  }

  private constructor(files: readonly SchemaFile[]) {
    this.definitions = new Map(files.flatMap((file) => Object.entries(file.$defs)));
    this.compiler = new SchemaCompiler(this.definitions);
    const kinds = new Map<string, KnownKind[]>();
    for (const known of files.flatMap((file) => file.kinds)) {
      kinds.set(known.kind, [...(kinds.get(known.kind) ?? []), known]);
    }
    this.#kinds = kinds;
  }

  /** The kinds of that name, in whichever API version. */
  named(kind: string): readonly KnownKind[] {
    return this.#kinds.get(kind) ?? [];
  }

  tryFind(apiVersion: string, kind: string): KnownKind | undefined {
    return this.named(kind).find((known) => known.apiVersion === apiVersion);
  }

  /** The names of all kinds, sorted. */
  get kindNames(): readonly string[] {
    return [...this.#kinds.keys()].sort();
  }
}

function read(name: string): SchemaFile {
  return JSON.parse(readFileSync(join(folder, name), 'utf8')) as SchemaFile;
}
