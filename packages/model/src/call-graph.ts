/**
 * Some cycle of a graph, as the names along it, or undefined when there is none. Deterministic in the order
 * of the names.
 */
export function cycleIn(
  names: Iterable<string>,
  next: (name: string) => readonly string[],
): string[] | undefined {
  const done = new Set<string>();
  for (const start of names) {
    const cycle = cycleFrom(start, next, done);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}

/** Depth first without recursion: a chain of calls may be long. */
function cycleFrom(
  start: string,
  next: (name: string) => readonly string[],
  done: Set<string>,
): string[] | undefined {
  const path: { readonly name: string; readonly rest: string[] }[] = [];
  const onPath = new Set<string>();
  const enter = (name: string) => {
    path.push({ name, rest: [...next(name)] });
    onPath.add(name);
  };
  if (!done.has(start)) enter(start);
  for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
    const name = top.rest.shift();
    if (name === undefined) {
      path.pop();
      onPath.delete(top.name);
      done.add(top.name);
    } else if (onPath.has(name)) {
      return path.slice(path.findIndex((step) => step.name === name)).map((step) => step.name);
    } else if (!done.has(name)) {
      enter(name);
    }
  }
  return undefined;
}
