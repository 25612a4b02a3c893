import { writeSync } from 'node:fs';
import Module from 'node:module';
import { join, sep } from 'node:path';
import { main } from '@plinth/cli';

/** One command as a process would be given it. */
export interface HostedCommand {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly variables: Readonly<Record<string, string | undefined>>;
}

export interface HostedAnswer {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const CHECKOUT = join(__dirname, '../..');
const OURS = [join(CHECKOUT, 'packages') + sep, join(CHECKOUT, 'node_modules') + sep];
const FIXTURES = join(CHECKOUT, 'node_modules/.cache') + sep;
/** Node's own, which has no types: which file a request has led to. */
const { _pathCache: paths } = Module as unknown as { _pathCache: Record<string, string> };

let running = false;
let printed = { stdout: '', stderr: '' };

for (const name of ['stdout', 'stderr'] as const) {
  process[name].write = (chunk: string | Uint8Array): boolean => {
    printed[name] += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
    return true;
  };
}

process.on('message', (command: HostedCommand) => {
  forgetRepository();
  for (const name of Object.keys(process.env)) if (!(name in command.variables)) delete process.env[name];
  Object.assign(process.env, command.variables);
  process.chdir(command.cwd);
  printed = { stdout: '', stderr: '' };
  process.exitCode = undefined;
  running = true;
  // Without us, its end would be that of the process.
  process.channel?.unref();
  main(command.args);
});

process.on('beforeExit', (code) => {
  if (!running) return;
  running = false;
  for (const event of ['uncaughtException', 'SIGINT', 'SIGTERM']) process.removeAllListeners(event);
  for (const stream of [process.stdout, process.stderr]) stream.removeAllListeners('error');
  process.channel?.ref();
  process.send?.({ code, ...printed });
});

// It has ended the process by itself, and with it us.
process.on('exit', () => {
  if (!running) return;
  writeSync(1, printed.stdout);
  writeSync(2, printed.stderr);
});

/** Sources of repositories are loaded again by every command, ours once. */
function isOfRepository(file: string): boolean {
  return file.startsWith(FIXTURES) || !OURS.some((folder) => file.startsWith(folder));
}

function forgetRepository(): void {
  for (const [id, loaded] of Object.entries(require.cache)) {
    if (loaded !== undefined) loaded.children = loaded.children.filter((child) => !isOfRepository(child.id));
    if (isOfRepository(id) && id !== __filename) delete require.cache[id];
  }
  for (const [request, file] of Object.entries(paths)) if (isOfRepository(file)) delete paths[request];
}
