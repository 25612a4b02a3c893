import { didYouMean, oneOf, show } from '@plinth/errors';
import type { Base, OverlayDeclaration, ServiceDeclaration } from './declare';
import { leaves } from './merge';
import { parse } from './parsed';
import { isMap } from './plain-map';
import { type Mistake, type Report, retold } from './report';
import { customizations, services } from './schema/service';
import { valueAt } from './value-at';

/** What one overlay says of one service. */
export interface Customized {
  readonly service: string;
  readonly overlay: OverlayDeclaration;
  readonly input: unknown;
}

/** The overlays of an environment, by service; what is wrong with them stands in the report. */
export function checkOverlays(
  base: Base,
  overlays: readonly OverlayDeclaration[],
  report: Report,
): Map<string, Customized[]> {
  const declared = new Map(base.services.map((service) => [service.name, service]));
  const customized = new Map<string, Customized[]>();
  for (const overlay of overlays) {
    if (!isMap(overlay.input)) noMap(overlay, report);
    for (const [service, input] of isMap(overlay.input) ? Object.entries(overlay.input) : []) {
      if (input === undefined) continue;
      const declaration = declared.get(service);
      if (declaration === undefined) unknownService(overlay, service, declared.keys(), report);
      else if (checkCustomization(declaration, overlay, input, report)) {
        const earlier = customized.get(service) ?? [];
        setOnce(service, overlay, input, earlier, report);
        customized.set(service, [...earlier, { service, overlay, input }]);
      }
    }
  }
  return customized;
}

function noMap(overlay: OverlayDeclaration, report: Report): void {
  report.add({
    code: 'invalid-type',
    at: overlay,
    path: [],
    value: overlay.input,
    allowed: 'a map of services to the settings that differ',
    fix: 'write for example overlay({ ledger: { resources: { cpu: 0.5 } } })',
  });
}

function unknownService(
  overlay: OverlayDeclaration,
  service: string,
  known: Iterable<string>,
  report: Report,
): void {
  report.add({
    code: 'unknown-service',
    at: overlay,
    path: [service],
    found: `an override of the unknown service ${show(service)}`,
    allowed: 'services that the base declares',
    fix: didYouMean(service, known, 'declare it in the base first'),
  });
}

/** Identity fields get a sentence of their own: they exist, but not here. */
function checkCustomization(
  { kind, name, input: base }: ServiceDeclaration,
  overlay: OverlayDeclaration,
  input: unknown,
  report: Report,
): boolean {
  const schema = customizations[kind];
  const fixed = isMap(input)
    ? Object.keys(input).filter(
        (key) =>
          !Object.hasOwn(schema.shape, key) && (valueAt(base, [key]) !== undefined || IDENTITY.has(key)),
      )
    : [];
  for (const key of fixed) {
    report.add({
      code: 'identity-override',
      at: overlay,
      path: [name, key],
      found: `an override of "${key}"`,
      allowed: `settings that may differ: ${oneOf(Object.keys(schema.shape))}`,
      fix: `change "${key}" in the base: it is the same in every environment`,
    });
  }
  const rest = isMap(input)
    ? Object.fromEntries(Object.entries(input).filter(([key]) => !fixed.includes(key)))
    : input;
  const inService = retold(report, (mistake) => refuseNull({ ...mistake, path: [name, ...mistake.path] }));
  const parsed = parse(schema, overlay, rest, inService);
  return parsed !== undefined && fixed.length === 0;
}

/** What some kind of service has and no overlay may say, and the name. */
const IDENTITY = new Set(
  ['name', ...fieldsOf(services)].filter((field) => !fieldsOf(customizations).includes(field)),
);

function fieldsOf(schemas: Readonly<Record<string, { readonly shape: object }>>): string[] {
  return Object.values(schemas).flatMap(({ shape }) => Object.keys(shape));
}

function refuseNull(mistake: Mistake): Mistake {
  return mistake.value === null
    ? {
        ...mistake,
        code: 'null-override',
        fix: 'leave the field out to inherit it: an overlay takes nothing away',
      }
    : mistake;
}

/** The same setting in two overlays of one environment: which of them counts would depend on their order. */
function setOnce(
  service: string,
  overlay: OverlayDeclaration,
  input: unknown,
  earlier: readonly Customized[],
  report: Report,
): void {
  for (const { path, value } of leaves(input)) {
    const other = earlier.find((one) => valueAt(one.input, path) !== undefined);
    if (other === undefined) continue;
    report.add({
      code: 'override-twice',
      at: overlay,
      path: [service, ...path],
      value,
      allowed: 'each setting in one overlay of an environment',
      fix: 'remove one of the two: the other stands at',
      other: { at: other.overlay, path: [service, ...path], value: valueAt(other.input, path) },
    });
  }
}
