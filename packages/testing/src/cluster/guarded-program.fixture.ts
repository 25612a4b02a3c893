import { ManagedProcess } from './managed-process';
import { Workspace } from './workspace';

/** Starts a program with a folder, says so, and never ends by itself. */
const workspace = new Workspace('guarded');
ManagedProcess.start({
  name: 'program',
  command: process.execPath,
  args: ['-e', 'console.log(process.pid); setInterval(() => undefined, 1000)'],
  log: workspace.log('program'),
});
process.stdout.write(workspace.path);
setInterval(() => undefined, 1000);
