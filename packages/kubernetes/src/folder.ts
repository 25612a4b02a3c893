import { show, UserError } from '@plinth/errors';

/**
 * A folder of a container in which something is mounted.
 * @throws UserError with this code
 */
export function readFolder(value: unknown, code: string, example: string): string {
  if (typeof value === 'string' && /^(?:\/(?!\.)[A-Za-z0-9._-]+)+$/.test(value) && value !== '/tmp')
    return value;
  throw new UserError({
    code,
    where: 'folder',
    found: show(value),
    allowed: 'an absolute folder other than "/" and "/tmp"',
    fix: `write for example ${JSON.stringify(example)}`,
  });
}

/** Whether one of two folders is in the other, or is it. */
export function overlap(one: string, other: string): boolean {
  return `${one}/`.startsWith(`${other}/`) || `${other}/`.startsWith(`${one}/`);
}
