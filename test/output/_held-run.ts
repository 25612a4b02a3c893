// A run in a process of its own that says when it has begun and goes on when it reads a line. Arguments: the module
// under test, the root.
import { readSync, writeSync } from 'node:fs';
import { stageTree } from './_trees';

const [modulePath = '', root = ''] = process.argv.slice(2);
const { OutputTransaction } = require(modulePath) as typeof import('@plinth/synth');

const transaction = OutputTransaction.begin(root, { notice: (text) => writeSync(1, `${text}\n`) });
writeSync(1, 'begun\n');
readSync(0, Buffer.alloc(1));
stageTree(transaction, 'after');
transaction.commit();
