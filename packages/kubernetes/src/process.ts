import { show, UserError } from '@plinth/errors';
import { resolveAll, resolveEach, resolveEntries } from './resolve';

/** What the program in the container is started with. */
export interface Process {
  /** Replaces the image's entry point. @default - the image's */
  readonly command?: readonly string[];
  /** @default - the image's */
  readonly args?: readonly string[];
  /** Environment variables. Never secrets: those come as files. @default - none */
  readonly variables?: Readonly<Record<string, string>>;
}

export interface ResolvedProcess {
  readonly command: readonly string[];
  readonly args: readonly string[];
  readonly variables: readonly { readonly name: string; readonly value: string }[];
}

/** @throws UserError `process-text`, `variable-name` */
export function resolveProcess(input: Process = {}): ResolvedProcess {
  return resolveAll<ResolvedProcess>({
    command: () => resolveEach(input.command ?? [], readText),
    args: () => resolveEach(input.args ?? [], readText),
    variables: () => resolveEntries(input.variables ?? {}, readVariable),
  });
}

/** @throws UserError `variable-name`, `process-text` */
export function readVariable(name: string, value: string): { readonly name: string; readonly value: string } {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
    throw new UserError({
      code: 'variable-name',
      where: 'variable',
      found: show(name),
      allowed: 'letters, digits and "_", not beginning with a digit',
      fix: 'write for example "LOG_LEVEL"',
    });
  }
  return { name, value: readText(value) };
}

/** Text as the program shall see it: Kubernetes would expand `$(NAME)`, so it is escaped. */
function readText(value: unknown): string {
  if (typeof value === 'string' && !value.includes('\0')) return value.replaceAll('$(', '$$$$(');
  throw new UserError({
    code: 'process-text',
    where: 'text',
    found: typeof value === 'string' ? 'text with a NUL character' : show(value),
    allowed: 'text without NUL characters',
    fix: typeof value === 'string' ? 'remove the NUL character' : `quote it: "${String(value)}"`,
  });
}
