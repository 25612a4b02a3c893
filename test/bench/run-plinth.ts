import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { resolveCompany } from '@plinth/model';
import { type Stack, synthesize } from '@plinth/synth';
import { catalogue } from './catalogue';
import { companyOf, releasesOf } from './company';

// A process of its own: resolves, renders, checks and writes a catalogue of so many services.
const [size = '', out = ''] = process.argv.slice(2);
const everything = catalogue(Number(size));
const environments = resolveCompany(companyOf(everything), { releases: releasesOf(everything) });
const { findings, files, objects } = synthesize({ environments, stacks: stacks(), out });
if (findings.length > 0) throw new Error(`${findings.length} findings: ${JSON.stringify(findings[0])}`);
process.stdout.write(JSON.stringify({ files, objects }));

function stacks(): Stack[] {
  const folder = join(__dirname, '../../stacks');
  return readdirSync(folder)
    .sort()
    .filter((name) => existsSync(join(folder, name, 'stack.ts')))
    .map((name) => (require(join(folder, name, 'stack')) as { default: Stack }).default);
}
