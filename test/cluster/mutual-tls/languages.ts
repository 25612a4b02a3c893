import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { EXAMPLES } from './example-program';

/** How the examples of a language are run. */
export interface Language {
  readonly name: string;
  readonly server: readonly string[];
  readonly client: readonly string[];
}

/** Compiles what has to be compiled into a folder. Java is not on every machine, and is left out where it is not. */
export function compiledLanguages(folder: string): Language[] {
  const run = (command: string, args: readonly string[], cwd: string) =>
    execFileSync(command, args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
  run('go', ['build', '-o', folder, './server', './client'], join(EXAMPLES, 'go'));
  const languages: Language[] = [
    {
      name: 'Node',
      server: [process.execPath, join(EXAMPLES, 'node/server.js')],
      client: [process.execPath, join(EXAMPLES, 'node/client.js')],
    },
    { name: 'Go', server: [join(folder, 'server')], client: [join(folder, 'client')] },
  ];
  if (!isThere('javac')) return languages;
  const sources = ['TlsFiles', 'Server', 'Client'].map((name) => `${name}.java`);
  run('javac', ['-d', folder, ...sources], join(EXAMPLES, 'java'));
  const java = (main: string) => ['java', '-XX:TieredStopAtLevel=1', '-cp', folder, main];
  return [...languages, { name: 'Java', server: java('Server'), client: java('Client') }];
}

function isThere(command: string): boolean {
  try {
    execFileSync(command, ['-version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
