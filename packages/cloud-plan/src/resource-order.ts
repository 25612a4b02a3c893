import type { PlannedResource } from './plan';

/** Parents before children, siblings by type and name: which answer came first never shows. */
export function inOrder(resources: Iterable<PlannedResource>): PlannedResource[] {
  const children = new Map<string, PlannedResource[]>();
  const all = [...resources];
  const known = new Set(all.map(({ urn }) => urn));
  for (const resource of all) {
    const parent = resource.parent !== undefined && known.has(resource.parent) ? resource.parent : '';
    const siblings = children.get(parent);
    if (siblings === undefined) children.set(parent, [resource]);
    else siblings.push(resource);
  }
  const below = (parent: string): PlannedResource[] =>
    (children.get(parent) ?? [])
      .sort(byTypeAndName)
      .flatMap((resource) => [resource, ...below(resource.urn)]);
  return below('');
}

function byTypeAndName(a: PlannedResource, b: PlannedResource): number {
  return compare(a.type, b.type) || compare(a.name, b.name) || compare(a.urn, b.urn);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
