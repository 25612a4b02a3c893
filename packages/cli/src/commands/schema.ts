import { modelJsonSchema } from '@plinth/model';
import type { CommandContext, ExitCode } from '../command';

/** The JSON Schema of everything that people declare, made from the same source as the types. */
export function schema(_args: object, { terminal }: CommandContext): ExitCode {
  terminal.print(JSON.stringify(modelJsonSchema(), null, 2));
  return 0;
}
