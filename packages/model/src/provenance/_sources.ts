import { dirname, join } from 'node:path';
import type { Expression, Module, Pattern, Span } from '@swc/core';
import { ParsedFile } from './_parsed-file';
import { bind } from './_pattern';

/** A piece of a file whose value is asked for. A whole module stands for the object of its exports. */
export interface Place {
  readonly file: ParsedFile;
  readonly node: Expression | Module;
}

/** The files read so far, and what they import from each other. */
export class Sources {
  readonly #readFile: (file: string) => string | undefined;
  readonly #files = new Map<string, ParsedFile | undefined>();

  constructor(readFile: (file: string) => string | undefined) {
    this.#readFile = readFile;
  }

  /** Undefined when it cannot be read or parsed. */
  tryFile(path: string): ParsedFile | undefined {
    if (!this.#files.has(path)) {
      const text = this.#readFile(path);
      this.#files.set(path, text === undefined ? undefined : ParsedFile.tryParse(path, text));
    }
    return this.#files.get(path);
  }

  /** The file behind a relative import; packages are not followed: their sources are not the reader's to change. */
  tryImport(from: ParsedFile, specifier: string): ParsedFile | undefined {
    if (!/^\.{1,2}(\/|$)/.test(specifier)) return undefined;
    for (const path of candidates(join(dirname(from.path), specifier))) {
      const file = this.tryFile(path);
      if (file !== undefined) return file;
    }
    return undefined;
  }

  /** The expression that a module exports under a name. */
  tryExport(file: ParsedFile, name: string, seen: ReadonlySet<ParsedFile> = new Set()): Place | undefined {
    if (seen.has(file)) return undefined;
    const visited = new Set([...seen, file]);
    const elsewhere: ParsedFile[] = [];
    for (const item of file.program.body) {
      if (item.type === 'ExportDefaultExpression' && name === 'default')
        return { file, node: item.expression };
      if (item.type === 'ExportDeclaration' && item.declaration.type === 'VariableDeclaration') {
        const declarator = item.declaration.declarations.find(({ id }) => binds(id, name));
        if (declarator !== undefined) return { file, node: identifier(name, declarator.span) };
      }
      if (item.type === 'ExportAllDeclaration')
        elsewhere.push(...list(this.tryImport(file, item.source.value)));
      if (item.type !== 'ExportNamedDeclaration') continue;
      const source = item.source ? this.tryImport(file, item.source.value) : undefined;
      for (const specifier of item.specifiers) {
        if (
          specifier.type === 'ExportNamespaceSpecifier' &&
          specifier.name.value === name &&
          source !== undefined
        )
          return { file: source, node: source.program };
        if (specifier.type !== 'ExportSpecifier' || (specifier.exported ?? specifier.orig).value !== name)
          continue;
        if (!item.source) return { file, node: specifier.orig as Expression };
        return source && this.tryExport(source, specifier.orig.value, visited);
      }
    }
    for (const other of name === 'default' ? [] : elsewhere) {
      const place = this.tryExport(other, name, visited);
      if (place !== undefined) return place;
    }
    return undefined;
  }
}

const EXTENSIONS = ['.ts', '.tsx', '.mts', '.cts', '.js'];

/** What an import path may mean; `./x.js` is how some compilers want `x.ts` to be written. */
function candidates(path: string): string[] {
  const bare = path.replace(/\.[cm]?[jt]sx?$/, '');
  const stems = bare === path ? [path, join(path, 'index')] : [bare, path, join(path, 'index')];
  return [...(bare === path ? [] : [path]), ...stems.flatMap((stem) => EXTENSIONS.map((end) => stem + end))];
}

function binds(pattern: Pattern, name: string): boolean {
  let found = false;
  bind(pattern, { start: 0, end: 0 }, (bound) => {
    found ||= bound === name;
  });
  return found;
}

/** The use of a name at this place. */
function identifier(value: string, span: Span): Expression {
  return { type: 'Identifier', value, span, optional: false };
}

function list<T>(one: T | undefined): T[] {
  return one === undefined ? [] : [one];
}
