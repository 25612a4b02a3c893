/** Runs work that is told to begin nothing more when somebody presses Ctrl-C; the second time ends it at once. */
export async function untilInterrupted<T>(
  note: (text: string) => void,
  work: (stop: AbortSignal) => Promise<T>,
): Promise<T> {
  const stopping = new AbortController();
  const stop = () => {
    process.removeListener('SIGINT', stop).removeListener('SIGTERM', stop);
    stopping.abort();
    note('finishing what has begun; once more ends at once, and the next run goes on from there');
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  try {
    return await work(stopping.signal);
  } finally {
    process.removeListener('SIGINT', stop).removeListener('SIGTERM', stop);
  }
}
