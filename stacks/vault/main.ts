import { join } from 'node:path';
import { company } from '@acme/environments';
import { declaredEnvironment } from '@plinth/model';
import { runProgram } from '@plinth/pulumi';
import { getStack } from '@pulumi/pulumi';
import { configureVault } from './vault';

const root = join(__dirname, '../..');

/** A stack is called as its environment. */
export = runProgram(() =>
  configureVault(declaredEnvironment(company, { root, name: getStack(), where: 'the stack of vault' })),
);
