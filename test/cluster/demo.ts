import { UserError } from '@plinth/errors';
import { prepareEngines } from '@plinth/testing';
import { type Delivery, startDelivery } from './delivered/delivery';
import { announce, farewell, followApplications } from './demo/screen';

/** What is shown when nothing else is asked for. */
const DEFAULT_ENVIRONMENT = 'prod';

/**
 * `pnpm demo [environment]`: a control plane and Argo CD on this machine, which deploys the rendered manifests from Git; until Ctrl-C.
 */
async function main([environment = DEFAULT_ENVIRONMENT]: readonly string[]): Promise<number> {
  const ended = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => ended.abort());
  let delivery: Delivery | undefined;
  try {
    const engines = await prepareEngines({ signal: ended.signal });
    announce('starting the control plane and Argo CD');
    delivery = await startDelivery(environment, engines);
    await followApplications(delivery, { kubectl: engines.path('kubectl'), signal: ended.signal });
    if (!ended.signal.aborted) await interruption(ended.signal);
    return 0;
  } catch (error) {
    if (ended.signal.aborted) return 0;
    if (!UserError.isUserError(error)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 2;
  } finally {
    if (delivery !== undefined) {
      announce('stopping');
      await delivery.cluster.stop();
      farewell();
    }
  }
}

function interruption(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    // Nothing else keeps this process alive.
    const alive = setInterval(() => undefined, 60_000);
    signal.addEventListener('abort', () => {
      clearInterval(alive);
      resolve();
    });
  });
}

void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
