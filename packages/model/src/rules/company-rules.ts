import { show } from '@plinth/errors';
import type { Company } from '../declare';
import type { ParsedBase } from '../parsed';
import type { Report } from '../report';
import type { EnvironmentFacts, ResolvedEnvironment } from '../resolved';
import { tryCidr } from '../schema/network';
import { nothingDeclaredIsKey } from './key-material';
import { nothingNamedSecretIsText } from './named-secrets';
import { type OwnRange, rangesOf } from './network-ranges';
import { pathsAreOfSquad } from './secret-paths';
import { noneIsWeaker } from './weaker';

/** What a rule over the whole company sees. */
export interface CompanyContext {
  readonly company: Company;
  readonly parsed: ParsedBase;
  readonly environments: readonly ResolvedEnvironment[];
  readonly report: Report;
}

/** One statement about the company that must be true; it reports every place where it is not. */
export type CompanyRule = (context: CompanyContext) => void;

const environmentNamesAreValid: CompanyRule = ({ company, report }) => {
  const seen = new Set<string>();
  for (const declaration of company.environments) {
    const { name } = declaration;
    const isValid = typeof name === 'string' && /^[a-z][a-z0-9-]{0,19}$/.test(name) && name !== 'base';
    const again = seen.has(name);
    seen.add(name);
    if (isValid && !again) continue;
    report.add({
      code: again ? 'duplicate-name' : 'environment-name',
      at: declaration,
      path: [],
      found: `the environment ${show(name)}${again ? ' again' : ''}`,
      allowed: again
        ? 'one declaration of each environment'
        : 'a name of 1 to 20 lower-case letters, digits and hyphens that starts with a letter, and not "base"',
      fix: 'rename it',
    });
  }
};

/** Environments share no project, registry, domain and range: what one may do must not reach the other. */
const environmentsShareNothing: CompanyRule = ({ company, environments, report }) => {
  const seen = new Map<string, string>();
  for (const { name, facts } of environments) {
    const at = company.environments.find((declaration) => declaration.name === name);
    if (at === undefined) continue;
    for (const field of ['project', 'registry', 'domain'] as const) {
      const first = seen.get(`${field} ${facts[field]}`);
      seen.set(`${field} ${facts[field]}`, name);
      if (first === undefined) continue;
      report.add({
        code: 'shared-between-environments',
        at,
        path: [field],
        value: facts[field],
        allowed: `a ${field} that ${first} does not have`,
        fix: 'give each environment its own',
      });
    }
  }
};

/** A proof of who somebody is, made for one environment's Vault, opens no other's. */
const signInsAreApart: CompanyRule = ({ company, environments, report }) => {
  const seen = new Map<string, string>();
  for (const { name, facts } of environments) {
    const at = company.environments.find((declaration) => declaration.name === name);
    if (at === undefined || facts.vault === undefined) continue;
    const { issuer, clientId } = facts.vault.signIn;
    const first = seen.get(`${issuer} ${clientId}`);
    seen.set(`${issuer} ${clientId}`, first ?? name);
    if (first === undefined) continue;
    report.add({
      code: 'shared-between-environments',
      at,
      path: ['vault', 'signIn', 'clientId'],
      value: clientId,
      allowed: `a client of the issuer that ${first} does not have`,
      fix: 'register one for each environment: what is made for one Vault must not open another',
    });
  }
};

/** Nothing of an environment can be taken for something of another's, or be reached from there as a dependency. */
const rangesAreApart: CompanyRule = ({ company, environments, report }) => {
  for (const [index, { name, facts }] of environments.entries()) {
    const at = company.environments.find((declaration) => declaration.name === name);
    if (at === undefined) continue;
    const earlier = environments.slice(0, index).flatMap(ownRanges);
    const others = environments.filter((other) => other.name !== name).flatMap(ownRanges);
    const checked = [
      ...rangesOf(facts).map(({ path, range }) => ({ path, range, others: earlier })),
      ...dependencyRanges(facts).map((one) => ({ ...one, others })),
    ];
    for (const { path, range, others: apart } of checked) {
      const other = apart.find((one) => one.range.overlaps(range));
      if (other === undefined) continue;
      report.add({
        code: 'network-range',
        at,
        path,
        value: range.text,
        allowed: `a range apart from ${other.name} of ${other.environment} (${other.range})`,
        fix: 'choose another range',
      });
    }
  }
};

function ownRanges({ name: environment, facts }: ResolvedEnvironment) {
  return rangesOf(facts).map((range) => ({ ...range, environment }));
}

function dependencyRanges({ dependencies }: EnvironmentFacts): Pick<OwnRange, 'path' | 'range'>[] {
  return Object.entries(dependencies).flatMap(([name, addresses]) =>
    addresses.flatMap((text, index) => {
      const range = tryCidr(text);
      return range === undefined ? [] : [{ path: ['dependencies', name, index], range }];
    }),
  );
}

/** What is reachable everywhere outside has an entry in the register. */
const internetReachIsRegistered: CompanyRule = ({ company, parsed, report }) => {
  const registered = new Set(
    company.exceptions
      .filter(({ input }) => input.rule === 'internet-egress')
      .map(({ input }) => input.object),
  );
  for (const { name, declaration, input } of parsed.services.values()) {
    for (const [index, callee] of (input.calls ?? []).entries()) {
      if (parsed.dependencies.get(callee)?.input.reach !== 'internet') continue;
      if (registered.has(`NetworkPolicy ${input.squad}/${name}`)) continue;
      report.add({
        code: 'internet-egress',
        at: declaration,
        path: ['calls', index],
        value: callee,
        allowed: 'calls to the internet that the exception register lists',
        fix: `add exception({ rule: "internet-egress", object: "NetworkPolicy ${input.squad}/${name}", … }) to exceptions.ts`,
      });
    }
  }
};

/** Everything that must be true of the company as a whole. */
export const companyRules: readonly CompanyRule[] = [
  environmentNamesAreValid,
  environmentsShareNothing,
  rangesAreApart,
  noneIsWeaker,
  internetReachIsRegistered,
  signInsAreApart,
  pathsAreOfSquad,
  nothingDeclaredIsKey,
  nothingNamedSecretIsText,
];
