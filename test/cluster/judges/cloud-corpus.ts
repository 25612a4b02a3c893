import type { CloudPlan, PlannedResource } from '@plinth/cloud-plan';
import { formatPlanned } from '@plinth/rules';
import { changed } from '../../cloud/changed';
import type { CloudFault } from './cloud-faults';

/** A plan to which every fault is added, in a copy under a name of its own. */
export function withFaults(plan: CloudPlan, faults: readonly CloudFault[]): CloudPlan {
  return {
    ...plan,
    resources: [...plan.resources, ...faults.flatMap((fault, index) => faulty(plan, fault, index))],
  };
}

/** The object that is to be found guilty of a fault, as a finding prints it. */
export function culpritOf({ of }: CloudFault, index: number): string {
  const [type = '', name = ''] = [of].flat()[0]?.split(' ') ?? [];
  return formatPlanned({ type, name: copyOf(name, index) });
}

function faulty({ resources }: CloudPlan, { of, set }: CloudFault, index: number): PlannedResource[] {
  const originals = [of].flat().map((object): PlannedResource => {
    const [type = '', name = ''] = object.split(' ');
    const planned = resources.find((resource) => formatPlanned(resource) === object);
    return planned ?? { urn: object, type, name, custom: true, inputs: {}, dependencies: [], options: {} };
  });
  const isOne = typeof of === 'string';
  const copies = originals.map((original, position) => {
    const own = Object.entries(set)
      .filter(([place]) => isOne || place.startsWith(`${position}.`))
      .map(([place, value]): [string, unknown] => [
        isOne ? place : place.slice(place.indexOf('.') + 1),
        value,
      ])
      .map(([place, value]): [string, unknown] => [
        place.startsWith('options.') ? place : `inputs.${place}`,
        value,
      ]);
    const name = copyOf(original.name, index);
    return changed({ ...original, name, urn: `${original.urn}-fault-${index}` }, Object.fromEntries(own));
  });
  return originals.reduce((all, { type, name }) => {
    const [was, is] = [`\${${type}.${name}.`, `\${${type}.${copyOf(name, index)}.`];
    return JSON.parse(JSON.stringify(all).replaceAll(was, is)) as PlannedResource[];
  }, copies);
}

function copyOf(name: string, index: number): string {
  return `${name}-fault-${index}`;
}
