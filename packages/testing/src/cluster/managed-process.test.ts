import { existsSync, readFileSync } from 'node:fs';
import { ManagedProcess } from './managed-process';
import { until } from './until';
import { Workspace } from './workspace';

let workspace: Workspace;
beforeEach(() => {
  workspace = new Workspace('process-test');
});
afterEach(() => workspace.remove({ keepLogs: false }));

function start(program: string): ManagedProcess {
  return ManagedProcess.start({
    name: 'program',
    command: process.execPath,
    args: ['-e', program],
    log: workspace.log('program'),
  });
}

const FOREVER = 'setInterval(() => undefined, 1000)';

test('a program is ready when the check says so, and its output is in the log', async () => {
  const program = start(`console.log('up'); console.error('and running'); ${FOREVER}`);
  await program.ready(async () => readFileSync(workspace.log('program'), 'utf8') === 'up\nand running\n');
  expect(program.isRunning).toBe(true);
  await program.stop();
  expect(program.isRunning).toBe(false);
  expect(program.diedEarly).toBeUndefined();
});

test('a program knows nothing of the environment but what every program needs', async () => {
  process.env.PLINTH_SECRET_OF_THE_SHELL = 'seen';
  const program = start(`console.log(process.env.PLINTH_SECRET_OF_THE_SHELL ?? 'unseen'); ${FOREVER}`);
  try {
    await program.ready(async () => readFileSync(workspace.log('program'), 'utf8') === 'unseen\n');
  } finally {
    delete process.env.PLINTH_SECRET_OF_THE_SHELL;
    await program.stop();
  }
});

test('what a program started ends with it', async () => {
  const child = `require('node:child_process').spawn(process.execPath, ['-e', '${FOREVER}'], { stdio: 'ignore' })`;
  const program = start(`console.log(${child}.pid); ${FOREVER}`);
  const pid = await until(
    'the child runs',
    async () => Number(readFileSync(workspace.log('program'), 'utf8')) || undefined,
  );
  await program.stop();
  await until('the child is gone', async () => !isAlive(pid));
});

test('a program that hangs is ended all the same', async () => {
  const program = start(FOREVER);
  program.signal('SIGSTOP');
  await program.stop();
  expect(program.isRunning).toBe(false);
});

test('fails when the program ends before it is ready, with the last lines of its log', async () => {
  const program = start(`console.log('address in use'); process.exitCode = 3`);
  await expect(program.ready(async () => false)).rejects.toThrow(
    /program ended before it was ready \(exit code 3\).*\n {2}address in use/,
  );
});

test('fails when the program is not there, and says which', async () => {
  const program = ManagedProcess.start({
    name: 'etcd',
    command: '/nowhere/etcd',
    args: [],
    log: workspace.log('etcd'),
  });
  await expect(program.ready(async () => false)).rejects.toThrow(
    'etcd ended before it was ready (spawn /nowhere/etcd ENOENT)',
  );
});

test('a program that ended by itself is told apart from one that was stopped', async () => {
  const program = start('process.exitCode = 1');
  await until('it ended', async () => !program.isRunning);
  expect(program.diedEarly).toBe('program: exit code 1');
});

function isAlive(pid: number): boolean {
  // An ended process whose parent is gone may stay a moment as an entry of the table.
  return existsSync(`/proc/${pid}/exe`) && !/State:\s+Z/.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
}
