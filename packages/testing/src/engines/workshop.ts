import type { Progress } from './progress';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Everything that preparing engines takes from its surroundings. */
export interface Workshop {
  readonly environment: Environment;
  /** The folder with one folder of pinned versions for each group of engines. */
  readonly pins: string;
  readonly cache: string;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  /** Runs a piece of work that several engines share only once. */
  readonly once: <T>(name: string, work: () => Promise<T>) => Promise<T>;
}

/** A function that remembers each piece of work by name, also one that failed. */
export function onceEach(): Workshop['once'] {
  const started = new Map<string, Promise<unknown>>();
  return <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const known = started.get(name) ?? work();
    started.set(name, known);
    return known as Promise<T>;
  };
}
