import { join } from 'node:path';
import { company } from '@acme/environments';
import { declaredEnvironment } from '@plinth/model';
import { runProgram } from '@plinth/pulumi';
import { getStack } from '@pulumi/pulumi';
import { foundation } from './foundation';

const root = join(__dirname, '../..');

/** A stack is called as its environment. */
export = runProgram(() =>
  foundation(declaredEnvironment(company, { root, name: getStack(), where: 'the stack of foundation' })),
);
