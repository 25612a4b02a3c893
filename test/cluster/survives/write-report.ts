import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Cell, survivalReport } from './report';

/**
 * Writes the survival report from the cells that a run has noted:
 *
 *     PLINTH_SURVIVAL=cells.jsonl pnpm test:cluster survives
 *     node --conditions=@plinth/source -r ./packages/cli/bin/load-typescript.js test/cluster/survives/write-report.ts cells.jsonl
 */
function main([file]: readonly string[]): void {
  if (file === undefined) throw new Error('write-report.ts <file of cells>');
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  const cells = lines.map((line) => JSON.parse(line) as Cell);
  writeFileSync(join(__dirname, 'report.md'), survivalReport(cells));
}

main(process.argv.slice(2));
