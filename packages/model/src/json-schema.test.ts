import {
  tinyDependency,
  tinyFacts,
  tinyJob,
  tinyNode,
  tinySquad,
  tinyWebService,
  tinyWorker,
} from '@plinth/testing';
import Ajv2020 from 'ajv/dist/2020';
import { modelJsonSchema } from './json-schema';

const schema = modelJsonSchema();
const ajv = new Ajv2020({ strict: true, strictTypes: false, allErrors: true });
ajv.addSchema(schema);

const RELEASE = { version: '1.0.0', digest: `sha256:${'a'.repeat(64)}`, commit: 'b'.repeat(40) };
const EXCEPTION = {
  rule: 'internet-egress',
  object: 'NetworkPolicy retail/shop',
  reason: 'Peers of the network have no fixed addresses.',
  owner: 'retail',
  ticket: 'SEC-12',
  expires: '2027-03-31',
  compensatedBy: 'keeps the port of the node closed from outside',
};

/** By definition: what it accepts, and a change that it refuses. */
const EXAMPLES: Readonly<Record<string, readonly [object, object]>> = {
  'web-service': [tinyWebService, { image: 'retail/shop:latest' }],
  worker: [tinyWorker, { data: 'secret' }],
  'scheduled-job': [tinyJob, { retries: 11 }],
  'stateful-node': [tinyNode, { replicas: 1.5 }],
  'web-service-overlay': [{ resources: { cpu: 0.5 } }, { squad: 'retail' }],
  'worker-overlay': [{ scaling: { min: 3 } }, { scaling: null }],
  'scheduled-job-overlay': [{ schedule: '0 6 * * *' }, { replicas: 3 }],
  'stateful-node-overlay': [{ storage: { size: '20Gi' } }, { storage: { mountPath: '/x' } }],
  squad: [tinySquad, { chat: 'retail' }],
  'external-dependency': [tinyDependency, { trust: 'nobody' }],
  'environment-facts': [tinyFacts(1), { registry: 'europe-docker.pkg.dev.evil.io/acme/apps' }],
  releases: [{ shop: RELEASE }, { till: { ...RELEASE, digest: 'sha256:abc' } }],
  exception: [EXCEPTION, { ticket: 'soon' }],
};

function accepts(name: string, value: unknown): boolean {
  return ajv.validate(`${schema.$id}#/$defs/${name}`, value);
}

test('has an example for each definition', () => {
  expect(Object.keys(EXAMPLES)).toEqual(Object.keys(schema.$defs));
});

test.each(Object.entries(EXAMPLES))('accepts a right %s and refuses a wrong one', (name, [right, wrong]) => {
  expect(accepts(name, right)).toBe(true);
  expect(accepts(name, { ...right, ...wrong })).toBe(false);
  expect(accepts(name, { ...right, unknown: 1 })).toBe(false);
});

test('describes every value that a person writes', () => {
  const silent = Object.entries(schema.$defs).flatMap(([name, definition]) => undescribed(definition, name));

  expect(silent).toEqual([]);
});

test('is the same every time, and plain data', () => {
  expect(JSON.parse(JSON.stringify(modelJsonSchema()))).toEqual(schema);
});

/** Places without parts and without a description; a constant describes itself. */
function undescribed(node: unknown, path: string): string[] {
  if (typeof node !== 'object' || node === null) return [];
  const {
    properties = {},
    items,
    additionalProperties,
    propertyNames,
    anyOf = [],
    oneOf = [],
    ...own
  } = node as {
    properties?: object;
    items?: object;
    additionalProperties?: object | boolean;
    propertyNames?: object;
    anyOf?: object[];
    oneOf?: object[];
    const?: unknown;
    description?: string;
  };
  const parts: [string, unknown][] = [
    ...Object.entries(properties),
    ['[]', items],
    ['*', additionalProperties],
    ['key', propertyNames],
    ...[...anyOf, ...oneOf].map((one, index): [string, unknown] => [`|${index}`, one]),
  ];
  const inside = parts.filter(([, part]) => typeof part === 'object');
  if (inside.length > 0) return inside.flatMap(([key, part]) => undescribed(part, `${path}.${key}`));
  return 'const' in own || own.description !== undefined ? [] : [path];
}
