import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { CHECKOUT } from './run-plinth';

/** How pages for people begin a command of this repository. */
export const PNPM = 'npx -y pnpm@10.34.9 ';

const { scripts } = JSON.parse(readFileSync(join(CHECKOUT, 'package.json'), 'utf8')) as {
  scripts: Readonly<Record<string, string>>;
};

/** Runs what pnpm runs for a command as pages write it, without pnpm's own second of start. */
export function runPageCommand(command: string, cwd: string): string {
  const bin = [join(CHECKOUT, 'node_modules/.bin'), process.env.PATH].join(delimiter);
  return execFileSync('sh', ['-c', scriptOf(command)], {
    cwd,
    env: { ...process.env, PATH: bin, NO_COLOR: '1' },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

function scriptOf(command: string): string {
  const [name = '', ...rest] = command.slice(PNPM.length).split(' ');
  const script = scripts[name];
  if (!command.startsWith(PNPM) || script === undefined)
    throw new Error(`no script of package.json: ${command}`);
  return [script, ...rest].join(' ');
}
