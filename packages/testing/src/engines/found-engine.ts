import { UserError } from '@plinth/errors';
import type { Engine } from './engine';

/** A program that everybody has, in whatever version: it is found, never made. */
export function foundEngine(name: string, asked: readonly string[]): Engine {
  return {
    name,
    own: { path: true },
    asked,
    recipe: () => {
      throw new UserError({
        code: 'engine-tool',
        where: 'the PATH',
        found: `no program \`${name}\``,
        allowed: `any usual version of ${name}`,
        fix: `install ${name}`,
      });
    },
  };
}
