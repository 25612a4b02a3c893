import { show } from '@plinth/errors';
import type { Company } from '../declare';
import type { ParsedBase } from '../parsed';
import type { Report } from '../report';
import type { ResolvedEnvironment } from '../resolved';
import { tryCidr } from '../schema/network';
import { nothingDeclaredIsKey } from './key-material';

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

const rangesAreApart: CompanyRule = ({ company, environments, report }) => {
  const ranges = environments.flatMap(({ name, facts: { network } }) =>
    (['nodes', 'pods', 'services', 'controlPlane'] as const).map((field) => ({
      name,
      field,
      range: tryCidr(network[field]),
    })),
  );
  for (const [index, { name, field, range }] of ranges.entries()) {
    const other = ranges
      .slice(0, index)
      .find((earlier) => earlier.name !== name && range && earlier.range && range.overlaps(earlier.range));
    const at = company.environments.find((declaration) => declaration.name === name);
    if (other === undefined || at === undefined) continue;
    report.add({
      code: 'network-range',
      at,
      path: ['network', field],
      value: range?.text,
      allowed: `a range apart from network.${other.field} of ${other.name} (${other.range?.text})`,
      fix: 'choose another range',
    });
  }
};

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
  internetReachIsRegistered,
  nothingDeclaredIsKey,
];
