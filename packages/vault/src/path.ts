import { type Problem, show } from '@plinth/errors';

const SEGMENT = /^[A-Za-z0-9_.:@-]+$/;

/**
 * Vault reads `+` and `*` in a path as more than one path, and everything else as it stands: a path with a slash too
 * many, or with a space at its end, allows nothing, and nobody is told.
 * @see https://developer.hashicorp.com/vault/docs/concepts/policies#policy-syntax
 */
export function pathProblems(where: string, path: string): Problem[] {
  const fault = faultOf(path);
  if (fault === undefined) return [];
  return [
    {
      code: 'vault-path',
      where,
      found: `${show(path)}, ${fault.is}`,
      allowed: 'one path without slash at its ends, wildcard, space or way up',
      fix: fault.fix,
    },
  ];
}

function faultOf(path: string): { readonly is: string; readonly fix: string } | undefined {
  if (path === '') return { is: 'which is empty', fix: 'name the path' };
  if (/[*+]/.test(path)) return { is: 'which is more than one path', fix: 'name each path by itself' };
  if (/\s/.test(path)) return { is: 'with a space in it', fix: 'take it out' };
  if (path.startsWith('/') || path.endsWith('/'))
    return { is: 'with a slash at its end', fix: 'leave it out: paths begin with their mount' };
  const segments = path.split('/');
  if (segments.some((segment) => segment === '..' || segment === '.'))
    return { is: 'with a way up in it', fix: 'write the path that you mean' };
  if (segments.includes('')) return { is: 'with two slashes in a row', fix: 'leave one out' };
  if (segments.every((segment) => SEGMENT.test(segment))) return undefined;
  return {
    is: 'with characters that no path of ours has',
    fix: 'take letters, digits, hyphens, dots and slashes',
  };
}
