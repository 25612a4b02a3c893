import type { Expression } from '@swc/core';
import type { Scope } from './_pattern';
import { type Call, spanOf, unwrap } from './_syntax';

/**
 * The call that an engine reports at this offset. It names the property of a member call and either end of
 * the callee of a plain one; a source map may shift that by some characters, so nearer readings win over wider ones.
 */
export function callAt(calls: readonly Call[], offset: number, line: Scope): Call | undefined {
  let best: { call: Call; rank: number; width: number } | undefined;
  for (const call of calls) {
    const rank = rankOf(call, offset, line);
    const width = call.span.end - call.span.start;
    if (rank === undefined) continue;
    if (best === undefined || rank < best.rank || (rank === best.rank && width < best.width))
      best = { call, rank, width };
  }
  return best?.call;
}

function rankOf(call: Call, offset: number, line: Scope): number | undefined {
  const { span, callee } = call;
  const target = unwrapCallee(call);
  const anchor = target?.type === 'MemberExpression' ? target.property.span : spanOf(callee);
  if (offset === anchor.start) return 0;
  const whole = spanOf(callee);
  if (whole.start <= offset && offset <= whole.end) return 1;
  if (span.start <= offset && offset <= span.end) return 2;
  return line.start <= span.start && span.start < line.end ? 3 : undefined;
}

function unwrapCallee({ callee }: Call): Expression | undefined {
  return callee.type === 'Super' || callee.type === 'Import' ? undefined : unwrap(callee);
}
