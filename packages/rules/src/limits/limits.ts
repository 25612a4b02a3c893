import { isJsonObject, type Json, type JsonObject } from '../json';
import { labelMapFaults } from '../metadata/label-faults';
import { dataKey, dnsLabel, noFaults, portName, type TextForm, textFaults } from '../metadata/text-form';
import type { Fault } from '../rule';
import { formatPath } from '../schema/path';

/** What is true of the values at one place. */
export interface Limit {
  /** Field by field, `*` for each item of a list. */
  readonly steps: readonly string[];
  readonly judge: Judge;
}

type Path = readonly (string | number)[];
type Judge = (path: Path, value: Json) => readonly Fault[];

/** Of all values of a ConfigMap or a Secret together. */
const MAX_DATA_BYTES = 1024 * 1024;

/** Above this are the classes of the system. */
const MAX_PRIORITY = 1_000_000_000;

const MAX_PORT = 65_535;

const port = whole(1, MAX_PORT, 'write the number of a port');

/** The API server puts the port of the Service in the place of 0. */
const targetPort = whole(0, MAX_PORT, 'write the number of a port');

const selector = limit('spec.selector.matchLabels', selection);

const containers: readonly Limit[] = ['containers', 'initContainers'].flatMap((list) => [
  limit(`${list}.*.name`, text(dnsLabel)),
  limit(`${list}.*.ports.*.name`, text(portName)),
  limit(`${list}.*.ports.*.containerPort`, port),
]);

/** Of every pod, whoever makes it. */
export const limitsOfPods: readonly Limit[] = [
  ...containers,
  limit('volumes.*.name', text(dnsLabel)),
  limit('nodeSelector', selection),
];

const limits: Readonly<Record<string, readonly Limit[]>> = {
  Deployment: [selector],
  StatefulSet: [selector],
  PodDisruptionBudget: [selector],
  NetworkPolicy: [
    limit('spec.podSelector.matchLabels', selection),
    ...['ingress', 'egress'].flatMap((direction) => [
      limit(`spec.${direction}.*.ports.*.port`, port),
      limit(`spec.${direction}.*.ports.*.port`, text(portName)),
    ]),
  ],
  Service: [
    limit('spec.selector', selection),
    limit('spec.ports.*.name', text(dnsLabel)),
    limit('spec.ports.*.port', port),
    limit('spec.ports.*.targetPort', targetPort),
    limit('spec.ports.*.targetPort', text(portName)),
  ],
  ConfigMap: [limit('data', keys), limit('binaryData', keys), { steps: [], judge: size }],
  Secret: [limit('data', keys), limit('stringData', keys), { steps: [], judge: size }],
  PriorityClass: [
    limit('value', whole(-(2 ** 31), MAX_PRIORITY, 'lower it: higher ones belong to the system')),
  ],
};

/** Beside those of its pods; undefined when there are none. */
export function limitsOf(object: JsonObject): readonly Limit[] | undefined {
  const kind = String(object.kind);
  return Object.hasOwn(limits, kind) ? limits[kind] : undefined;
}

function limit(path: string, judge: Judge): Limit {
  return { steps: path.split('.'), judge };
}

function text(form: TextForm): Judge {
  return (path, value) =>
    typeof value === 'string' ? textFaults(() => formatPath(path), value, form, 'rename it') : noFaults;
}

function whole(minimum: number, maximum: number, fix: string): Judge {
  return (path, value) => {
    if (typeof value !== 'number' || (value >= minimum && value <= maximum)) return noFaults;
    return [{ path: formatPath(path), found: String(value), allowed: `${minimum} to ${maximum}`, fix }];
  };
}

function selection(path: Path, value: Json): readonly Fault[] {
  return isJsonObject(value) ? labelMapFaults(path, value) : noFaults;
}

function keys(path: Path, value: Json): readonly Fault[] {
  if (!isJsonObject(value)) return noFaults;
  return Object.keys(value).flatMap((key) =>
    textFaults(() => formatPath([...path, key]), key, dataKey, 'rename the key'),
  );
}

/** Contents are never printed: only how many bytes there are. */
function size(path: Path, object: Json): readonly Fault[] {
  if (!isJsonObject(object)) return noFaults;
  const encoded = object.kind === 'Secret' ? object.data : object.binaryData;
  const plain = object.kind === 'Secret' ? object.stringData : object.data;
  const bytes = bytesIn(plain, 'utf8') + bytesIn(encoded, 'base64');
  if (bytes <= MAX_DATA_BYTES) return noFaults;
  const allowed = `at most ${MAX_DATA_BYTES} bytes`;
  return [
    {
      path: formatPath([...path, 'data']),
      found: `${bytes} bytes`,
      allowed,
      fix: 'split it, or put it into the image',
    },
  ];
}

function bytesIn(data: Json | undefined, encoding: 'utf8' | 'base64'): number {
  if (!isJsonObject(data)) return 0;
  return Object.values(data).reduce<number>(
    (sum, value) => sum + (typeof value === 'string' ? Buffer.byteLength(value, encoding) : 0),
    0,
  );
}
