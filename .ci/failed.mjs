// The names of the tests of a Jest report that failed, a line each: `node failed.mjs <report.json>`.
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';

const report = JSON.parse(readFileSync(process.argv[2], 'utf8'));
for (const { name, status, assertionResults } of report.testResults) {
  const failed = assertionResults.filter((test) => test.status === 'failed').map((test) => test.fullName);
  const whole = status === 'failed' && failed.length === 0 ? ['(the file itself)'] : [];
  for (const test of [...failed, ...whole]) console.log(`${relative(process.cwd(), name)}: ${test}`);
}
