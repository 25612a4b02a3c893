import { type Problem, show } from '@plinth/errors';

/** Labels of a resource: what it costs whom, what it holds, who owns it. */
export type Labels = Readonly<Record<string, string>>;

const KEY = /^[a-z][a-z0-9_-]{0,62}$/;
const VALUE = /^[a-z0-9_-]{0,63}$/;
const MOST = 64;

/**
 * Google takes fewer letters than Kubernetes does.
 * @see https://cloud.google.com/resource-manager/docs/labels-overview#requirements
 */
export function labelProblems(where: string, labels: Labels): Problem[] {
  const entries = Object.entries(labels);
  const problems = entries.flatMap(([key, value]) => [
    ...(KEY.test(key)
      ? []
      : [problem(`${where}.${key}`, `the key ${show(key)}`, 'that start with a letter, as key')]),
    ...(VALUE.test(value) ? [] : [problem(`${where}.${key}`, show(value), 'or nothing, as value')]),
  ]);
  if (entries.length <= MOST) return problems;
  return [
    ...problems,
    {
      code: 'label-count',
      where,
      found: `${entries.length} labels`,
      allowed: `at most ${MOST}`,
      fix: 'leave some out',
    },
  ];
}

function problem(where: string, found: string, rest: string): Problem {
  return {
    code: 'label',
    where,
    found,
    allowed: `1 to 63 lower-case letters, digits, hyphens and underscores ${rest}`,
    fix: 'write it in lower case, and shorter',
  };
}
