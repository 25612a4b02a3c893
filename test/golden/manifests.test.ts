import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readTree } from '../cli/read-tree';
import { CHECKOUT, plinth } from '../cli/run-plinth';

// Renders the whole company.
jest.setTimeout(60_000);

test('manifests/ is what the declarations say: plinth synth would change nothing', async () => {
  const sandbox = realpathSync(mkdtempSync(join(tmpdir(), 'manifests-')));
  try {
    const { code } = await plinth(['synth', '--out', join(sandbox, 'manifests')], { cwd: CHECKOUT });
    expect(code).toBe(0);
    const [rendered, committed] = [join(sandbox, 'manifests'), join(CHECKOUT, 'manifests')].map(readTree);
    // Names first: a file that came or went is said in one line.
    expect(Object.keys(committed ?? {})).toEqual(Object.keys(rendered ?? {}));
    expect(committed).toEqual(rendered);
  } finally {
    rmSync(sandbox, { recursive: true });
  }
});
