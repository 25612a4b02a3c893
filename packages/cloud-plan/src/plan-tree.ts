import type { CloudPlan, PlannedResource } from './plan';

/** A plan for people: one line for each resource, below what it belongs to. */
export function planTree(plan: CloudPlan): string[] {
  const known = new Set(plan.resources.map(({ urn }) => urn));
  const below = (parent: string): PlannedResource[] =>
    plan.resources.filter((resource) =>
      known.has(resource.parent ?? '') ? resource.parent === parent : parent === '',
    );
  const lines = (parent: string, indent: string): string[] => {
    const children = below(parent);
    return children.flatMap((resource, index) => {
      const last = index === children.length - 1;
      const line = `${indent}${last ? '└─' : '├─'} ${described(resource)}`;
      return [line, ...lines(resource.urn, `${indent}${last ? '   ' : '│  '}`)];
    });
  };
  const [root, ...others] = below('');
  if (root === undefined) return [];
  return [
    described(root),
    ...lines(root.urn, ''),
    ...others.flatMap((resource) => [described(resource), ...lines(resource.urn, '')]),
  ];
}

function described({ type, name, options, read }: PlannedResource): string {
  const marks = [
    ...(options.protect === true ? ['protected'] : []),
    ...(options.retainOnDelete === true ? ['kept when removed'] : []),
    ...(options.import === undefined ? [] : [`imports ${options.import}`]),
    ...(read === undefined ? [] : [`reads ${read}`]),
  ];
  return [type, name, ...(marks.length === 0 ? [] : [`(${marks.join(', ')})`])].join(' ');
}
