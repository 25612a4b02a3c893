import { readFileSync } from 'node:fs';
import { relative, sep } from 'node:path';
import { type Problem, show, UserError } from '@plinth/errors';
import { lineOfSyntaxError } from '@plinth/model';

/**
 * Loads a TypeScript file of the repository. Its author can mend what does not parse, what imports something that
 * does not exist, what is no text and what throws in a line of the repository's own: a UserError says where. Anything else that is
 * thrown, such as by our library, is passed on.
 */
export function loadModule(file: string, root: string): Record<string, unknown> {
  try {
    return require(file) as Record<string, unknown>;
  } catch (error) {
    const problem = UserError.isUserError(error) ? undefined : problemOf(error, file, root);
    throw problem === undefined ? error : new UserError(problem);
  }
}

function problemOf(error: unknown, file: string, root: string): Problem | undefined {
  const message = error instanceof Error ? error.message : String(error);
  return (
    tryUnreadable(error, root) ??
    tryJson(error, root) ??
    trySyntax(message, root) ??
    tryMissingImport(error, message, root) ??
    tryThrown(error, message, { file, root })
  );
}

/** What `bin/load-typescript.js` refuses to read. */
function tryUnreadable(error: unknown, root: string): Problem | undefined {
  const { code, filename, found } = (error ?? {}) as Readonly<Partial<Record<string, string>>>;
  if (code !== 'ERR_NO_TEXT' || filename === undefined || found === undefined) return undefined;
  return {
    code: 'file-text',
    where: filename.startsWith(root + sep) ? relative(root, filename) : filename,
    found,
    allowed: 'a plain file of UTF-8 text',
    fix: 'save it as UTF-8, or restore it from Git',
  };
}

/** Node quotes what it has read: it may be what nobody should see. */
function tryJson(error: unknown, root: string): Problem | undefined {
  const [, file] = error instanceof SyntaxError ? (/^(.+\.json): /.exec(error.message) ?? []) : [];
  if (file === undefined) return undefined;
  return {
    code: 'json',
    where: `${relative(root, file)}:${lineOfSyntaxError(readFileSync(file, 'utf8'))}`,
    found: 'text that is not JSON',
    allowed: 'JSON',
    fix: 'mend it there, or restore the file from Git',
  };
}

/** The compiler draws the place: `,-[/a/b.ts:4:1]`. */
function trySyntax(message: string, root: string): Problem | undefined {
  const [, file, line] = /[-─]\[(.+):(\d+):\d+\]/u.exec(message) ?? [];
  if (file === undefined) return undefined;
  const reason = firstLine(message).replace(/^[x×]\s+/u, '');
  return {
    code: 'syntax',
    where: `${relative(root, file)}:${line}`,
    found: `what is no TypeScript: ${reason}`,
    allowed: 'a file that compiles',
    fix: 'correct this line, or the one before',
  };
}

function tryMissingImport(error: unknown, message: string, root: string): Problem | undefined {
  const [, name] = /^Cannot find module '(.+)'/.exec(message) ?? [];
  const [importer] = (error as { readonly requireStack?: readonly string[] }).requireStack ?? [];
  if (name === undefined || importer === undefined) return undefined;
  return {
    code: 'missing-import',
    where: `${relative(root, importer)}${lineNaming(name, importer)}`,
    found: `an import of ${show(name)}, which is not there`,
    allowed: 'a file that exists or a package that is installed',
    fix: 'correct the name, or install the package',
  };
}

/** Nobody keeps the line of an import; the text has it. */
function lineNaming(name: string, file: string): string {
  const lines = readFileSync(file, 'utf8').split('\n');
  const index = lines.findIndex((line) => line.includes(`'${name}'`) || line.includes(`"${name}"`));
  return index < 0 ? '' : `:${index + 1}`;
}

interface Place {
  readonly file: string;
  readonly root: string;
}

/** The innermost file on the stack tells whose mistake it is. */
function tryThrown(error: unknown, message: string, { file, root }: Place): Problem | undefined {
  const where = error instanceof Error ? innermostFrame(error) : file;
  const path = relative(root, where ?? '');
  if (where === undefined || !/^(environments|stacks)$/.test(path.split(sep)[0] ?? '')) return undefined;
  return {
    code: 'load',
    where: path,
    found: `an error while it is loaded: ${readable(firstLine(message))}`,
    allowed: 'declarations that load',
    fix: 'correct this line',
  };
}

/** `/a/b.ts:1:2` of `at name (/a/b.ts:1:2)`; frames of Node itself name no path. */
function innermostFrame({ stack = '' }: Error): string | undefined {
  return /^\s+at (?:.*\()?((?:\/|[A-Za-z]:\\).*:\d+:\d+)\)?$/m.exec(stack)?.[1];
}

/** `(0 , _model.webServce) is not a function` is how the compiler calls `webServce`. */
function readable(message: string): string {
  return message.replace(/\(0 , \w+\.(\w+)\)/g, '$1');
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0] ?? '';
}
