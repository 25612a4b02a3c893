import { show, UserError } from '@plinth/errors';

/**
 * A host name that a route answers for: complete, in lower case, nobody else's by wildcard.
 * @throws UserError `hostname`
 */
export function readHostname(value: unknown): string {
  const text = typeof value === 'string' ? value : '';
  const labels = text.split('.');
  const wellFormed =
    labels.length > 1 && labels.every((label) => /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(label));
  if (wellFormed && text.length <= 253 && /[a-z]/.test(labels.at(-1) ?? '')) return text;
  throw new UserError({
    code: 'hostname',
    where: 'hostname',
    found: show(value),
    allowed: 'a full host name in lower case, without wildcard, final dot or IP address',
    fix: /[^\0-\x7f]/.test(text) ? 'write its punycode form, xn--…' : 'write for example "api.example.com"',
  });
}
