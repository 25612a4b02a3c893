import { emitYaml } from '@plinth/synth';
import { randomDocuments, SHAPES, stringDocuments } from './_corpus';
import { HALVES, STRINGS } from './_strings';

/** Prints the corpus for a reader outside this platform: one `{ json, yaml }` a line. See pyyaml.sh. */
for (const document of [
  ...stringDocuments(STRINGS),
  // UTF-8 has no halves of surrogate pairs, and Go's parser refuses them: `--whole` leaves them out.
  ...(process.argv.includes('--whole') ? [] : stringDocuments(HALVES)),
  ...SHAPES,
  ...randomDocuments(4000, 20261122),
]) {
  console.log(JSON.stringify({ json: JSON.stringify(document), yaml: emitYaml([document]) }));
}
