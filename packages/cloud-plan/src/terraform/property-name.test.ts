import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { classFile } from '../engine/output-names';
import { isKnownList, isMap, listName, snakeCase } from './property-name';
import { mappedTypes } from './resource-type';

const sdk = dirname(require.resolve('@pulumi/gcp/package.json'));
const nested = interfacesOf(readFileSync(join(sdk, 'types', 'input.d.ts'), 'utf8'));

test.each([
  ['masterIpv4CidrBlock', 'master_ipv4_cidr_block'],
  ['enableL4IlbSubsetting', 'enable_l4_ilb_subsetting'],
  ['enableK8sBetaApis', 'enable_k8s_beta_apis'],
  ['uniformBucketLevelAccess', 'uniform_bucket_level_access'],
])('%s is %s', (key, name) => {
  expect(snakeCase(key)).toBe(name);
});

test.each([
  ['secondaryIpRanges', 'secondary_ip_range'],
  ['databaseFlags', 'database_flags'],
  ['denies', 'deny'],
  ['sourceIpRangesToNats', 'source_ip_ranges_to_nat'],
  ['nodeLocations', 'node_locations'],
])('the list %s is %s', (key, name) => {
  expect(listName(key)).toBe(name);
});

test.each(mappedTypes.filter((type) => type.startsWith('gcp:')))(
  'every list of blocks and every map of %s is known',
  (type) => {
    const properties = argumentsOf(type);
    expect(properties).not.toEqual([]);
    const blocks = [...lists(properties, new Set())];
    expect(blocks.filter(({ kind, key }) => kind === 'blocks' && !isKnownList(key))).toEqual([]);
    expect(blocks.filter(({ kind, key }) => kind === 'map' && !isMap(key))).toEqual([]);
  },
);

interface Property {
  readonly key: string;
  readonly type: string;
}

/** The arguments of a resource, as its declarations say. */
function argumentsOf(type: string): readonly Property[] {
  const file = classFile(type, sdk)?.replace(/\.js$/, '.d.ts');
  if (file === undefined) throw new Error(`${type} is not in the SDK`);
  const name = type.split(':').at(-1);
  const [, body = ''] =
    new RegExp(`export interface ${name}Args \\{(.*?)\\n\\}`, 's').exec(readFileSync(file, 'utf8')) ?? [];
  return propertiesOf(body);
}

function* lists(
  properties: readonly Property[],
  seen: ReadonlySet<string>,
): Generator<{ readonly kind: 'blocks' | 'map'; readonly key: string }> {
  for (const { key, type } of properties) {
    if (type.includes('[key: string]')) yield { kind: 'map', key };
    const [, block] = /inputs\.(\w+\.\w+)/.exec(type) ?? [];
    if (block === undefined) continue;
    if (type.includes('[]')) yield { kind: 'blocks', key };
    if (!seen.has(block)) yield* lists(nested.get(block) ?? [], new Set([...seen, block]));
  }
}

/** `container.ClusterNodeConfig` and its properties. */
function interfacesOf(source: string): ReadonlyMap<string, readonly Property[]> {
  const found = new Map<string, readonly Property[]>();
  const parts = source.split(/^export declare namespace (\w+) \{$/m);
  for (let index = 1; index < parts.length; index += 2) {
    for (const [, name, body = ''] of parts[index + 1]?.matchAll(
      /^ {4}interface (\w+) \{\n(.*?)^ {4}\}/gms,
    ) ?? []) {
      found.set(`${parts[index]}.${name}`, propertiesOf(body));
    }
  }
  return found;
}

function propertiesOf(body: string): Property[] {
  const plain = body.replace(/\/\*\*.*?\*\//gs, '');
  const found = plain.matchAll(/^\s+(\w+)\??: (pulumi\.Input<\{.*?\}[^;]*|[^;{]+);/gms);
  return [...found].map(([, key = '', type = '']) => ({ key, type }));
}
