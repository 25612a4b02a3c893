type Node = { [key: string]: unknown };

/** A copy with other values at some places, such as `spec.rules.0.host`; undefined takes one away. */
export function changed<T>(value: T, changes: Readonly<Record<string, unknown>>): T {
  const copy = structuredClone(value);
  for (const [place, next] of Object.entries(changes)) {
    const keys = place.split('.');
    const last = keys.pop() ?? '';
    const holder = keys.reduce<Node>((node, key) => {
      if (node[key] === undefined) node[key] = {};
      return node[key] as Node;
    }, copy as Node);
    if (next === undefined) delete holder[last];
    else holder[last] = next;
  }
  return copy;
}
