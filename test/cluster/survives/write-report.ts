import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Cell, cellsOf, survivalReport } from './report';

/**
 * Writes the survival report from the cells that runs have noted, the worst of each; faults that none of them saw stay as they are:
 *
 *     PLINTH_SURVIVAL=cells.jsonl pnpm test:cluster survives
 *     node --conditions=@plinth/source -r ./packages/cli/bin/load-typescript.js test/cluster/survives/write-report.ts cells.jsonl
 */
function main([file]: readonly string[]): void {
  if (file === undefined) throw new Error('write-report.ts <file of cells>');
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n').filter(Boolean);
  const cells = lines.map((line) => JSON.parse(line) as Cell);
  const path = join(__dirname, 'report.md');
  const kept = cellsOf(readFileSync(path, 'utf8')).filter(
    (old) => !cells.some(({ fault }) => fault === old.fault),
  );
  writeFileSync(path, survivalReport([...kept, ...cells]));
}

main(process.argv.slice(2));
