import { UserError } from '@plinth/errors';
import { prepareEngines } from '@plinth/testing';

/** `pnpm engines`: prepares all engines and prints which they are. */
async function main(): Promise<number> {
  const interruption = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interruption.abort());
  try {
    const engines = await prepareEngines({ signal: interruption.signal });
    process.stdout.write(engines.toTable());
    return 0;
  } catch (error) {
    if (interruption.signal.aborted) return 130;
    if (!UserError.isUserError(error)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 2;
  }
}

void main().then((code) => {
  process.exitCode = code;
});
