import type { CloudPlan, PlannedResource, PlannedValue } from '../plan';
import { isKnownList, isMap, listName, snakeCase } from './property-name';
import { referencesIn, type TerraformAddress } from './reference';
import { terraformType } from './resource-type';

/** A configuration in Terraform's JSON syntax: the content of one `*.tf.json`. */
export interface TerraformConfiguration {
  readonly resource: {
    readonly [type: string]: { readonly [name: string]: { readonly [key: string]: PlannedValue } };
  };
}

/** One resource, as Pulumi plans it and as Terraform would say it. */
export interface TerraformResource {
  readonly planned: PlannedResource;
  readonly type: string;
  readonly name: string;
  readonly block: { readonly [key: string]: PlannedValue };
}

/**
 * A plan in the language that most judges of clouds read. Symbols become references, so that they can follow one resource to the next.
 * @throws Error for a type or a list that has no name here: what is not translated would not be judged
 */
export function toTerraform(plan: CloudPlan): TerraformConfiguration {
  const resource: Record<string, Record<string, TerraformResource['block']>> = {};
  for (const { type, name, block } of terraformResources(plan)) {
    const ofType = resource[type] ?? {};
    resource[type] = ofType;
    ofType[name] = block;
  }
  return { resource };
}

/**
 * The same, resource by resource: for whoever has to say of what Pulumi plans what a judge said of Terraform.
 * @throws Error as `toTerraform` does
 */
export function terraformResources(plan: CloudPlan): TerraformResource[] {
  const names = terraformNames(plan.resources);
  const convert = referencesIn(plan.resources, names);
  return [...names].map(([planned, { type, name }]) => {
    const protection = planned.options.protect === true ? { lifecycle: [{ prevent_destroy: true }] } : {};
    return { planned, type, name, block: { ...body(planned.inputs, planned.type, convert), ...protection } };
  });
}

/** The address of each resource that Terraform knows; resources of one name under different parents are numbered. */
function terraformNames(resources: readonly PlannedResource[]): Map<PlannedResource, TerraformAddress> {
  const names = new Map<PlannedResource, TerraformAddress>();
  const taken = new Set<string>();
  for (const resource of resources) {
    const type = terraformType(resource);
    if (type === undefined) continue;
    const plain = resource.name.replace(/[^A-Za-z0-9_-]/g, '_').replace(/^(?![A-Za-z_])/, '_');
    let name = plain;
    for (let number = 2; taken.has(`${type}.${name}`); number += 1) name = `${plain}_${number}`;
    taken.add(`${type}.${name}`);
    names.set(resource, { type, name });
  }
  return names;
}

type Convert = (text: string) => string;

function body(
  properties: { readonly [key: string]: PlannedValue },
  where: string,
  convert: Convert,
): { readonly [key: string]: PlannedValue } {
  const entries = Object.entries(properties).map(([key, value]): [string, PlannedValue] => {
    if (isObjectList(value) && !isKnownList(key)) {
      throw new Error(
        `${where}.${key}: a list of blocks without a name in Terraform: add it to packages/cloud-plan/src/terraform/property-name.ts`,
      );
    }
    if (isList(value))
      return [listName(key), value.map((element) => inner(element, `${where}.${key}`, convert))];
    if (!isObject(value)) return [snakeCase(key), inner(value, where, convert)];
    if (isMap(key)) return [snakeCase(key), plainMap(value, convert)];
    return [snakeCase(key), [body(value, `${where}.${key}`, convert)]];
  });
  return Object.fromEntries(entries);
}

function inner(value: PlannedValue, where: string, convert: Convert): PlannedValue {
  if (typeof value === 'string') return convert(value);
  return isObject(value) ? body(value, where, convert) : value;
}

function plainMap(value: { readonly [key: string]: PlannedValue }, convert: Convert): PlannedValue {
  return Object.fromEntries(
    Object.entries(value).map(([key, element]) => [key, inner(element, key, convert)]),
  );
}

function isList(value: PlannedValue): value is readonly PlannedValue[] {
  return Array.isArray(value);
}

function isObject(value: PlannedValue): value is { readonly [key: string]: PlannedValue } {
  return typeof value === 'object' && value !== null && !isList(value);
}

function isObjectList(value: PlannedValue): boolean {
  return isList(value) && value.some(isObject);
}
