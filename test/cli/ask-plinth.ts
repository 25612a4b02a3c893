import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { HostedAnswer, HostedCommand } from './plinth-host';
import { CHECKOUT, finish, type Run, type RunOptions, variablesOf } from './run-plinth';

const LOADER = join(CHECKOUT, 'packages/cli/bin/load-typescript.js');
const HOST = join(__dirname, 'plinth-host.ts');

interface Host {
  readonly child: ChildProcess;
  readonly ended: Promise<Run>;
}

let host: Host | undefined;
let last: Promise<unknown> = Promise.resolve();
afterAll(() => host?.child.kill());

/**
 * What `plinth` answers, by the function that its program calls, in a process that may have answered before: it reads the repository
 * anew, but need not start. For what a process alone has (its start, its streams, signals, a locale) there is `plinth`. One command
 * at a time.
 */
export function askPlinth(args: readonly string[], { cwd, variables }: RunOptions): Promise<Run> {
  const command: HostedCommand = { args, cwd, variables: variablesOf(variables) };
  const answer = last.then(() => answerOf(command));
  last = answer.catch(() => undefined);
  return answer;
}

async function answerOf(command: HostedCommand): Promise<Run> {
  host ??= startHost();
  const { child, ended } = host;
  const answer = await Promise.race([sent(child, command), ended]);
  // A command that ends its process leaves none for the next.
  if (!child.connected) host = undefined;
  return { signal: null, ...answer };
}

async function sent(child: ChildProcess, command: HostedCommand): Promise<HostedAnswer> {
  const message = once(child, 'message');
  child.send(command);
  const [answer] = (await message) as [HostedAnswer];
  return answer;
}

function startHost(): Host {
  const child = spawn(process.execPath, ['--conditions=@plinth/source', '-r', LOADER, HOST], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  return { child, ended: finish(child) };
}
