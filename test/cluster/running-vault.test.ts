import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type KubernetesObject, readManifests } from '@plinth/testing';
import { root } from '../company/read-releases';
import { engines } from './_cluster';

const linesOf = (guide: string) =>
  [
    ...readFileSync(join(root, 'docs/guides', guide), 'utf8').matchAll(
      /^```sh\n# (?:cluster|cloud|vault)\n(.*?)^```$/gms,
    ),
  ].flatMap(([, text = '']) => text.trim().split('\n'));
const lines = linesOf('running-vault.md');
const of = (program: string, among = lines) => among.filter((line) => line.startsWith(`${program} `));
/** Of people who run Vault, and of those who put values. */
const commands = [...new Set([...of('vault'), ...of('vault', linesOf('secrets.md'))])];

/** What Vault says of a command; it says it also of one that it does not know, and then fails. */
async function helpOf(command: readonly string[]): Promise<string> {
  const vault = (await engines()).path('vault');
  return new Promise((resolve, reject) => {
    execFile(vault, [...command, '-h'], { env: {} }, (error, stdout, stderr) => {
      if (error === null || stdout.includes('Usage:')) resolve(stdout + stderr);
      else reject(error);
    });
  });
}

test('the guide has commands', () => {
  expect(commands.length).toBeGreaterThan(12);
  expect(of('kubectl').length).toBeGreaterThan(5);
});

test.each(commands)('Vault knows: %s', async (line) => {
  const words = line.split(' ').slice(1);
  const options = words.filter((word) => word.startsWith('-'));
  const command = words.slice(0, words.findIndex((word) => word.startsWith('-') || word.includes('.')) >>> 0);
  const help = await helpOf(command);
  expect(help).toContain(`Usage: vault ${command.join(' ')}`);
  for (const option of options) expect(help).toContain(option.replace(/=.*$/, ''));
});

test.each(of('kubectl'))('the manifests have what is named: %s', (line) => {
  const objects = readManifests(join(root, 'manifests/prod/platform'));
  const names = new Set(objects.map(({ kind, metadata }) => `${kind.toLowerCase()} ${metadata.name}`));
  const { server } = find(objects, 'Application', 'vault').spec.source.helm.valuesObject;
  for (let index = 0; index < server.ha.replicas; index += 1) names.add(`pod vault-${index}`);
  // What trust-manager makes.
  names.add(`configmap ${find(objects, 'Bundle', 'vault-ca').metadata.name}`);
  const [, , namespace, verb] = line.split(' ');
  expect([namespace, ['port-forward', 'get', 'create', 'wait', 'delete'].includes(verb ?? '')]).toEqual([
    'vault',
    true,
  ]);
  const named = [...line.matchAll(/(?:port-forward |(?:pod)[ /])(vault-\d)/g)].map(
    ([, name]) => `pod ${name}`,
  );
  const others = [...line.matchAll(/(configmap|cronjob)[ /](vault-\w+)/g)].map(
    ([, kind, name]) => `${kind} ${name}`,
  );
  for (const name of [...named, ...others]) expect(names).toContain(name);
});

function find(objects: readonly KubernetesObject[], kind: string, name: string): KubernetesObject {
  const found = objects.find((object) => object.kind === kind && object.metadata.name === name);
  if (found === undefined) throw new Error(`no ${kind} ${name}`);
  return found;
}
