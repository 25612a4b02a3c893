import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { TinyModule } from './_tiny-module';
import { runs } from './live-process';
import { prepare } from './prepare';

// Where Go has never built anything, it compiles its own runtime first.
jest.setTimeout(300_000);

const loader = resolve(__dirname, '../../../cli/bin/load-typescript.js');

test('a build that is killed leaves nothing that counts, and the next run takes its place', async () => {
  const tiny = new TinyModule();
  try {
    await killedWhileBuilding(tiny);
    const left = readdirSync(tiny.cache);
    const [engine] = await prepare([tiny.engine()], tiny.workshop());

    // The lock and the half-made folder, both of a process that is no more; no entry.
    expect(left.map((name) => name.replace(/.*\.(\w+)(-.*)?$/, '$1')).sort()).toEqual(['building', 'lock']);
    expect(engine?.from).toBe('built');
    expect(readdirSync(tiny.cache)).toEqual([expect.stringMatching(/^tiny-v1\.2\.3-[0-9a-f]{16}$/)]);
  } finally {
    tiny.remove();
  }
});

/** Starts another process that builds the same engine, and ends it with all its children while it does. */
async function killedWhileBuilding(tiny: TinyModule): Promise<void> {
  const script = tiny.write(
    'build.ts',
    `const { TinyModule } = require(${JSON.stringify(join(__dirname, '_tiny-module.ts'))});
     const { prepare } = require(${JSON.stringify(join(__dirname, 'prepare.ts'))});
     const { Progress } = require(${JSON.stringify(join(__dirname, 'progress.ts'))});
     const other = new TinyModule();
     const engine = other.engine();
     const workshop = { ...other.workshop(), progress: new Progress(process.stdout) };
     other.remove();
     prepare([engine], { ...workshop, pins: ${JSON.stringify(join(tiny.folder, 'pins'))}, cache: ${JSON.stringify(tiny.cache)} });`,
  );
  const builder = spawn(process.execPath, ['--conditions=@plinth/source', '-r', loader, script], {
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const end = once(builder, 'exit');
  let printed = '';
  for await (const text of builder.stdout.setEncoding('utf8')) {
    printed += text;
    if (printed.includes(': building\n')) break;
  }
  process.kill(-Number(builder.pid), 'SIGKILL');
  await end;
  const lock = readdirSync(tiny.cache).find((name) => name.endsWith('.lock')) ?? 'no lock';
  const [mark = ''] = readFileSync(join(tiny.cache, lock), 'utf8').split(' ');
  expect(mark).toContain(`${builder.pid}-`);
  expect(runs(mark)).toBe(false);
}
