import { keyIn } from '@plinth/errors';
import type { Company } from '../declare';
import { isMap } from '../plain-map';
import { LITERAL_KEY, type Path } from '../report';
import { valueAt } from '../value-at';
import type { CompanyRule } from './company-rules';
import { declarationsOf } from './key-material';

/** A password has no form of its own; the name beside it says what it is. */
export const nothingNamedSecretIsText: CompanyRule = ({ company, report }) => {
  const secrets = new Set(secretsOf(company));
  for (const at of declarationsOf(company)) {
    for (const path of literalsIn(at.input)) {
      const value = valueAt(at.input, path);
      if (typeof value !== 'string' || secrets.has(value)) continue;
      report.add({
        code: LITERAL_KEY,
        at,
        path,
        found: 'text under a name that says it is a secret, not shown',
        allowed: 'the path of its file, such as "/secrets/password"',
        fix: 'make a new one, put it into Vault and declare it under `secrets`; if it is no secret, rename the setting',
      });
    }
  }
};

/** Names of declared secrets: a setting may say which of them it means. */
function secretsOf({ base }: Company): string[] {
  return base.services.flatMap(({ input }) => {
    const secrets = valueAt(input, ['secrets']);
    return isMap(secrets) ? Object.keys(secrets) : [];
  });
}

/** Where text stands that its name, or an argument's own beginning, calls a secret. What has the form of a key is told as that. */
function* literalsIn(
  value: unknown,
  path: Path = [],
  isNamed = false,
  within: readonly unknown[] = [],
): Generator<Path> {
  if (typeof value === 'string') {
    const [, flag = '', after = ''] = /^--?([\w.-]+)=(.+)$/s.exec(value) ?? [];
    const isLiteral = isNamed ? isSecretText(value) : saysSecret(flag) && isSecretText(after);
    if (isLiteral && keyIn(value) === undefined) yield path;
  } else if (Array.isArray(value) && !within.includes(value)) {
    for (const [index, entry] of value.entries())
      yield* literalsIn(entry, [...path, index], isNamed, [...within, value]);
  } else if (isMap(value) && !within.includes(value)) {
    for (const [name, entry] of Object.entries(value))
      yield* literalsIn(entry, [...path, name], saysSecret(name), [...within, value]);
  }
}

/** `DB_PASSWORD`, `db.password`, `clientSecret`, `api-key`, but not `password-file`, `secrets` and `public-key`. */
function saysSecret(name: string): boolean {
  return /(?:password|passwd|passphrase|secret|apikey|privatekey)$/i.test(name.replace(/[^a-z0-9]/gi, ''));
}

const NO_SECRETS: readonly RegExp[] = [
  /^$/,
  // Words of a setting about a secret.
  /^(?:required|optional|true|false|yes|no|on|off|none|null|enabled|disabled|always|never)$/i,
  // Where it is: a file, or an address without a password.
  /^(?:\/[a-z0-9][a-z0-9._-]*){2,}$/,
  /^[a-z][a-z0-9+.-]*:\/\/[^\s@]+$/i,
  // How long or how many.
  /^(?:\d+(?:\.\d+)?(?:ms|[smhdw]))+$/,
  /^\d{1,4}$/,
  // Filled in by somebody else.
  /^(?:\$\{.*\}|\$\(.*\)|\{\{.*\}\}|<.*>|\*+)$/s,
];

function isSecretText(text: string): boolean {
  return !NO_SECRETS.some((form) => form.test(text));
}
