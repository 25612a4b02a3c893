import { withoutKeys } from '@plinth/errors';
import { Identities } from './identities';
import { formatIdentity, identityOf } from './identity';
import type { Finding, RenderedObject, Rule, Survey } from './rule';

/** The rules over one environment, fed object by object. */
export class RuleRun {
  readonly #rules: readonly Rule[];
  readonly #findings: Finding[] = [];
  readonly #earlier = new Identities();
  readonly #surveys: readonly { readonly id: string; readonly survey: Survey }[];

  constructor(rules: readonly Rule[]) {
    this.#rules = rules;
    this.#surveys = rules.flatMap(({ id, survey }) =>
      survey === undefined ? [] : [{ id, survey: survey() }],
    );
  }

  /** Checks the object; afterwards the run remembers who it is, and what a rule's survey keeps of it. */
  add(rendered: RenderedObject): void {
    const { object, file } = rendered;
    const identity = identityOf(object);
    const context = { identity, earlier: this.#earlier };
    for (const rule of this.#rules) {
      if (!rule.applies(object)) continue;
      for (const fault of rule.check(rendered, context)) {
        this.#findings.push(shown({ rule: rule.id, object: formatIdentity(identity), file, ...fault }));
      }
    }
    for (const { survey } of this.#surveys) survey.see(rendered, identity);
    this.#earlier.add(identity, file);
  }

  /** All findings, by file, object, place and rule; within one place in the order in which they were found. */
  finish(): readonly Finding[] {
    return [...this.#findings, ...this.#concluded()].sort(byPlace);
  }

  *#concluded(): Iterable<Finding> {
    for (const { id, survey } of this.#surveys) {
      for (const { identity, ...fault } of survey.conclude())
        yield shown({ rule: id, object: formatIdentity(identity), ...fault });
    }
  }
}

/** Whatever a rule quotes, a key in it goes no further. */
function shown(finding: Finding): Finding {
  const { object, path, found, allowed, fix } = finding;
  return {
    ...finding,
    object: withoutKeys(object),
    ...(path !== undefined && { path: withoutKeys(path) }),
    found: withoutKeys(found),
    allowed: withoutKeys(allowed),
    fix: withoutKeys(fix),
  };
}

function byPlace(a: Finding, b: Finding): number {
  return (
    compare(a.file, b.file) ||
    compare(a.object, b.object) ||
    compare(a.path, b.path) ||
    compare(a.rule, b.rule)
  );
}

/** By code unit: the same on every machine, whatever its language. */
function compare(a = '', b = ''): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
