import { Agent, get } from 'node:http';

export interface Pace {
  /** Milliseconds of a request, one after the other over one connection. */
  readonly median: number;
  /** With eight connections at once. */
  readonly perSecond: number;
  readonly lost: number;
}

const REQUESTS = 1000;

/** How fast somebody answers who speaks plainly. */
export async function paceOf(host: string, port: number): Promise<Pace> {
  const agent = new Agent({ keepAlive: true });
  let lost = 0;
  const once = async () => {
    const begun = performance.now();
    if (!(await ask(agent, host, port))) lost += 1;
    return performance.now() - begun;
  };
  const single: number[] = [];
  for (let at = 0; at < REQUESTS; at += 1) single.push(await once());
  const begun = performance.now();
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      for (let at = 0; at < REQUESTS / 8; at += 1) await once();
    }),
  );
  const seconds = (performance.now() - begun) / 1000;
  agent.destroy();
  const median = single.sort((one, other) => one - other)[REQUESTS / 2] ?? 0;
  return { median: Math.round(median * 100) / 100, perSecond: Math.round(REQUESTS / seconds), lost };
}

function ask(agent: Agent, host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get({ agent, host, port }, (response) => {
      response.resume().once('end', () => resolve(response.statusCode === 200));
    });
    request.once('error', () => resolve(false));
  });
}
