import { didYouMean } from '@plinth/errors';
import type { Finding, RenderedObject } from '../rule';
import { offersOf, waysOut } from './offers';
import { type PlannedObject, programOf, type SharedKind, type SharedName } from './shared-name';
import { certifiedNames, isCertified, usesOf } from './uses';

export const CLOUD_CONTRACT = 'cloud-contract';

/** Both sides of one environment. */
export interface CloudContract {
  readonly objects: Iterable<RenderedObject>;
  readonly resources: readonly PlannedObject[];
  /** Where the manifests and the plans of this environment are, as a message calls them. */
  readonly manifests: string;
  readonly plans: string;
  /** Networks that manifests name and that are there wherever Google is. */
  readonly google: readonly string[];
  /** Networks that manifests name and that somebody else runs: the firewall has to let out to them. */
  readonly elsewhere: readonly string[];
}

/**
 * Names that one side uses and the other does not create, and the other way round. Neither side renders from the
 * other: that they agree is judged here, on what both would deploy.
 */
export function contractFindings(contract: CloudContract): Finding[] {
  const uses: SharedName[] = [];
  const certified: RenderedObject[] = [];
  for (const rendered of contract.objects) {
    uses.push(...usesOf(rendered));
    if (isCertified(rendered)) certified.push(rendered);
  }
  uses.push(...certifiedNames(certified));
  const offers = offersOf(contract.resources);
  const isGoogles = ({ kind, name }: SharedName) =>
    kind === 'network range' && contract.google.includes(name);
  const isElsewhere = ({ kind, name }: SharedName) =>
    kind === 'network range' && contract.elsewhere.includes(name);
  const outside = waysOut(contract.resources);
  const wanted = firstOfEach(missing(uses, offers)).filter((use) => !isGoogles(use));
  return [
    ...wanted.filter((use) => !isElsewhere(use)).map((use) => uncreated(use, offers, contract)),
    ...wanted
      .filter((use) => isElsewhere(use) && !outside.has(use.name))
      .map((use) => unreachable(use, contract)),
    ...firstOfEach(missing(offers, uses))
      .filter(isForManifests(contract))
      .map((offer) => unused(offer, uses, contract)),
  ];
}

function missing(names: readonly SharedName[], others: readonly SharedName[]): SharedName[] {
  const known = new Set(others.map(keyOf));
  return names.filter((name) => !known.has(keyOf(name)));
}

/** One finding for each name, at the first place that has it. */
function firstOfEach(names: readonly SharedName[]): SharedName[] {
  const first = new Map<string, SharedName>();
  for (const name of names) if (!first.has(keyOf(name))) first.set(keyOf(name), name);
  return [...first.values()];
}

/** Keys are made for other resources of the cloud too: only one that nothing at all refers to is for nobody. */
function isForManifests({ resources }: CloudContract): (offer: SharedName) => boolean {
  return ({ kind, object }) => {
    if (kind !== 'key') return true;
    const [type, name] = object.split(' ');
    const reference = `\${${type}.${name}.`;
    return !resources.some(
      (resource) => !/IAMMember$/.test(resource.type) && JSON.stringify(resource.inputs).includes(reference),
    );
  };
}

function uncreated(
  { kind, name, object, file, path }: SharedName,
  offers: readonly SharedName[],
  { plans }: CloudContract,
): Finding {
  const names = namesOf(kind, offers);
  return {
    rule: CLOUD_CONTRACT,
    object,
    file,
    ...(path !== undefined && { path }),
    found: `the ${kind} "${name}", which no resource in ${plans} creates`,
    allowed:
      names.length === 0 ? `what ${plans} creates, which is no ${kind}` : `of ${plans}: ${names.join(', ')}`,
    fix: didYouMean(name, names, `create it in ${programOf(kind)}, or do not use it`),
  };
}

function unreachable({ name, object, file, path }: SharedName, { plans }: CloudContract): Finding {
  return {
    rule: CLOUD_CONTRACT,
    object,
    file,
    ...(path !== undefined && { path }),
    found: `the network range "${name}", to which no firewall rule in ${plans} lets anything out`,
    allowed: 'networks of others that a rule for leaving names',
    fix: 'add it to the egress of the network in stacks/foundation, or do not use it',
  };
}

function unused(
  { kind, name, object, file, path }: SharedName,
  uses: readonly SharedName[],
  { manifests }: CloudContract,
): Finding {
  const names = namesOf(kind, uses);
  return {
    rule: CLOUD_CONTRACT,
    object,
    file,
    ...(path !== undefined && { path }),
    found: `the ${kind} "${name}", which no object in ${manifests} uses`,
    allowed:
      names.length === 0
        ? `what ${manifests} uses, which is no ${kind}`
        : `of ${manifests}: ${names.join(', ')}`,
    fix: didYouMean(name, names, `remove it from ${programOf(kind)}, or use it`),
  };
}

function namesOf(kind: SharedKind, names: readonly SharedName[]): string[] {
  return [...new Set(names.filter((other) => other.kind === kind).map(({ name }) => name))].sort();
}

function keyOf({ kind, name }: SharedName): string {
  return `${kind} ${name}`;
}
