import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '@plinth/errors';
import { TinyModule } from './_tiny-module';
import { debianEngine } from './debian-engine';
import { prepare } from './prepare';

const TINY = debianEngine({
  name: 'tiny-server',
  package: 'tiny-tools',
  program: 'tiny-check',
  variable: 'TINY_SERVER',
  allowed: 'tiny-server 1 or newer',
});

let tiny: TinyModule;
beforeEach(() => {
  tiny = new TinyModule();
  mkdirSync(join(tiny.folder, 'bin'));
  mkdirSync(join(tiny.folder, 'package/usr/bin'), { recursive: true });
  for (const program of ['tiny-check', 'tiny-bench']) {
    tiny.write(`package/usr/bin/${program}`, `#!/bin/sh\necho "$(basename "$0") 1.2.3"\n`, 0o755);
  }
});
afterEach(() => tiny.remove());

test('a program is unpacked under its own name, without the others of its package', async () => {
  const [engine] = await prepare([TINY], debian());

  expect(engine).toMatchObject({ version: '1.2.3', from: 'built' });
  const folder = join(engine?.path ?? '', '../..');
  expect(readdirSync(folder).sort()).toEqual(['bin', 'built.json', 'usr']);
  expect(readdirSync(join(folder, 'usr/bin'))).toEqual(['tiny-server']);
});

test('only libraries that the system lacks come along, and never the C library', async () => {
  await prepare([TINY], debian());
  expect(readFileSync(join(tiny.folder, 'asked'), 'utf8')).toBe('download tiny-tools libtiny lua-tiny\n');
});

test('fails when the package cannot be had', async () => {
  const error = await prepare([TINY], debian('echo no such package; exit 100')).catch(
    (thrown: unknown) => thrown,
  );
  if (!UserError.isUserError(error)) throw error;
  expect(error.problems[0]).toMatchObject({
    found: 'no program `tiny-server`, and exit code 100: no such package',
    allowed: 'tiny-server 1 or newer',
    fix: 'install tiny-server, or set TINY_SERVER to its path',
  });
});

/** Debian's tools, on a machine that has `libheld`. */
function debian(
  download = `echo "$@" > "${tiny.folder}/asked"; tar -cf tiny.deb -C "${tiny.folder}/package" .`,
) {
  const depends = ['libtiny', 'libheld', 'libc6', 'libjs-tiny', 'lua-tiny', 'adduser'];
  const tools = {
    'apt-get': download,
    'apt-cache': `printf '  Depends: %s\\n' ${depends.join(' ')}`,
    'dpkg-query': 'case "$*" in *libheld) printf installed;; *) exit 1;; esac',
    'dpkg-deb': 'tar -xf "$2" -C "$3"',
  };
  for (const [name, script] of Object.entries(tools))
    tiny.write(`bin/${name}`, `#!/bin/sh\n${script}\n`, 0o755);
  return tiny.workshop({ PATH: `${join(tiny.folder, 'bin')}:${process.env.PATH}` });
}
