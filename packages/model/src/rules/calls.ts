import { didYouMean } from '@plinth/errors';
import { cycleIn } from '../call-graph';
import type { Readable } from '../parsed';
import type { BaseContext, BaseRule } from './base-rule';

/** Every call goes to something declared that serves, once, and never to the caller itself. */
export const callsAreAnswered: BaseRule = (context) => {
  for (const service of context.parsed.readable) {
    const seen = new Set<string>();
    for (const [index, callee] of (service.input.calls ?? []).entries()) {
      const mistake = callMistake(context, service, callee, seen.has(callee));
      seen.add(callee);
      if (mistake !== undefined) {
        context.report.add({ at: service.declaration, path: ['calls', index], value: callee, ...mistake });
      }
    }
  }
};

function callMistake({ parsed }: BaseContext, service: Readable, callee: string, again: boolean) {
  const target = parsed.declared.get(callee);
  if (callee === service.name)
    return { code: 'self-call', allowed: 'other services and dependencies', fix: 'remove it' };
  if (again) return { code: 'duplicate-call', allowed: 'each callee once', fix: 'remove one of the two' };
  if (target === undefined) {
    return {
      code: 'unknown-callee',
      allowed: 'the name of a declared service or external dependency',
      fix: didYouMean(
        callee,
        parsed.declared.keys(),
        'declare it first, as a service or an external dependency',
      ),
    };
  }
  if (target.kind === 'worker' || target.kind === 'scheduled-job') {
    return {
      code: 'callee-does-not-serve',
      allowed: 'a web service, a stateful node or an external dependency',
      fix: `${callee} is a ${target.kind} and listens to nobody: call the broker between them`,
    };
  }
  return undefined;
}

/** Among the services that the company loses first, no call leads back to where it came from. */
export const coreHasNoCycle: BaseRule = ({ parsed, report }) => {
  const core = new Map(
    [...parsed.services.values()]
      .filter(({ input }) => input.criticality === 'core')
      .map((service) => [service.name, service]),
  );
  const cycle = cycleIn(core.keys(), (name) =>
    (core.get(name)?.input.calls ?? []).filter((callee) => core.has(callee)),
  );
  const [first, second] = cycle ?? [];
  const service = first === undefined ? undefined : core.get(first);
  if (cycle === undefined || service === undefined || second === undefined) return;
  report.add({
    code: 'core-cycle',
    at: service.declaration,
    path: ['calls', (service.input.calls ?? []).indexOf(second)],
    found: `the cycle ${[...cycle, first].join(' → ')}`,
    allowed: 'calls among core services that never lead back',
    fix: 'turn one of these calls into an event, or make one of the services "standard"',
  });
};
