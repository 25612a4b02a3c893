import { machineTraces } from './machine-traces';
import { sourceTree } from './source-tree';

const check = machineTraces({ registries: ['mirror.example:4873'], folders: ['/builds/17/plinth'] });
const registry = ['registry', 'npmjs', 'org'].join('.');
const home = ['', 'home', 'ada'].join('/');

test.each([
  ['a public registry', `tarball: https://${registry}/zod.tgz`, 'names a registry'],
  ['the registry of this machine', 'registry=http://mirror.example:4873/', 'names a registry'],
  ['the folder of the checkout', 'open /builds/17/plinth/README.md', 'names a folder of one machine'],
  ['a home folder', `cd ${home}/plinth`, 'names a home folder'],
])('fails when a file names %s', (_, text, fault) => {
  expect(check(sourceTree({ 'docs/a.md': `# A\n\n${text}\n` }))).toEqual([`docs/a.md:3: ${fault}`]);
});

test('lets relative paths, container paths and longer names be', () => {
  const files = sourceTree({
    'manifests/prod/a.yaml': 'mountPath: /tmp\nworkingDir: /home/nonroot\n',
    'docs/a.md':
      'See docs/home/start.md, /builds/17/plinth-two and the mirror.example.com site; {name}/builds/17/plinth.\n',
  });

  expect(check(files)).toEqual([]);
});
