import { setTimeout as pause } from 'node:timers/promises';

export interface UntilOptions {
  /** @default 60 */
  readonly seconds?: number;
  /** Between two looks, in milliseconds. @default 100 */
  readonly every?: number;
}

/**
 * Waits until `look` answers something other than false or undefined, and returns that.
 * @throws Error that says what was awaited, and the last error of `look` if it threw
 */
export async function until<T>(
  what: string,
  look: () => Promise<T | false | undefined>,
  { seconds = 60, every = 100 }: UntilOptions = {},
): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  let last: unknown;
  for (;;) {
    try {
      const found = await look();
      if (found !== false && found !== undefined) return found;
      last = undefined;
    } catch (error) {
      last = error;
    }
    if (Date.now() > deadline) {
      const because = last instanceof Error ? `: ${last.message}` : '';
      throw new Error(`after ${seconds} s still not true that ${what}${because}`);
    }
    await pause(every);
  }
}
