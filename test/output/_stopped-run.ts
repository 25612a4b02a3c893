// A run in a process of its own that is killed before its n-th change of the disk (and in the middle of it, when
// it is a write). Arguments: the module under test, the root, `commit` or `abort`, n. Ends with 0 when it was not
// killed. The module comes by path: a whole package takes three times as long to load, a hundred times over.
import { watchDisk } from './_disk-calls';
import { stageTree } from './_trees';

const [modulePath = '', root = '', goal = '', stopAt = ''] = process.argv.slice(2);
const { OutputTransaction } = require(modulePath) as typeof import('@plinth/synth');

watchDisk((call, index) => {
  if (index < Number(stopAt)) return;
  call.half();
  process.kill(process.pid, 'SIGKILL');
});
const transaction = OutputTransaction.begin(root);
if (goal === 'commit') {
  stageTree(transaction, 'after');
  transaction.commit();
} else {
  transaction.abort();
}
