import { isMap } from './plain-map';

/** Forms that issuers gave to their keys so that they can be found; by what to call them. */
const FORMS: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY/, 'a private key'],
  [/\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}/, 'a signed token'],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/, 'an access key of AWS'],
  [/\b(?:gh[pousr]_|github_pat_)\w{22,}/, 'a token of GitHub'],
  [/\bglpat-[\w-]{20,}/, 'a token of GitLab'],
  [/\bAIza[\w-]{35}/, 'an API key of Google'],
  [/\bxox[abeoprs]-[\w-]{10,}/, 'a token of Slack'],
  [/\b[sr]k_live_\w{16,}/, 'a key of Stripe'],
  [/\bhv[bsr]\.[\w-]{20,}/, 'a token of Vault'],
];

/** `-----BEGIN ` in base64. */
const WRAPPED = /LS0tLS1CRUdJTi[\w+/=-]*/g;

/** What kind of key a text looks like, or undefined. Certificates and public keys are none. */
export function keyIn(text: string): string | undefined {
  const unwrapped = [...text.matchAll(WRAPPED)].map(([base64]) => Buffer.from(base64, 'base64').toString());
  return [text, ...unwrapped]
    .map((one) => FORMS.find(([form]) => form.test(one))?.[1])
    .find((kind) => kind !== undefined);
}

/** Every text of a value that looks like a key: where it is, and of what kind; never the text. */
export function* keysIn(
  value: unknown,
  path: readonly (string | number)[] = [],
  within: readonly unknown[] = [],
): Generator<{ readonly path: readonly (string | number)[]; readonly kind: string }> {
  if (typeof value === 'string') {
    const kind = keyIn(value);
    if (kind !== undefined) yield { path, kind };
  } else if ((Array.isArray(value) || isMap(value)) && !within.includes(value)) {
    const entries = Array.isArray(value) ? value.entries() : Object.entries(value);
    for (const [key, entry] of entries) yield* keysIn(entry, [...path, key], [...within, value]);
  }
}

/** What to print in place of a key. */
export function notShown(kind: string): string {
  return `text that looks like ${kind}, not shown`;
}
