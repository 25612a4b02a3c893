import { Struct } from 'google-protobuf/google/protobuf/struct_pb';

/** Properties of a resource as they go over the wire, read as plain JSON. */
export type Properties = Readonly<Record<string, unknown>>;

/** What marks an object of Pulumi's wire format as more than an object; defined by Pulumi's protocol. */
const SIGNATURE = '4dabf18193072939515e22adb298388d';
const SECRET = '1b47061264138c4ac30d75fd1eb44270';
const RESOURCE = '5cf8f73096256a8f31e491e813e4eb8e';

export function fromStruct(struct: Struct | undefined): Properties {
  return (struct?.toJavaScript() ?? {}) as Properties;
}

export function toStruct(properties: Properties): Struct {
  return Struct.fromJavaScript(properties as Parameters<typeof Struct.fromJavaScript>[0]);
}

/** The value of a secret, of an output, of a reference: without Pulumi's marks. */
export function withoutMarks(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutMarks);
  if (typeof value !== 'object' || value === null) return value;
  const marked = value as { [SIGNATURE]?: string; value?: unknown; urn?: string };
  if (marked[SIGNATURE] === SECRET) return withoutMarks(marked.value);
  if (marked[SIGNATURE] === RESOURCE) return marked.urn;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withoutMarks(each)]));
}
