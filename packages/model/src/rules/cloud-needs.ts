import { didYouMean, oneOf, show } from '@plinth/errors';
import type { Readable } from '../parsed';
import type { BaseContext, BaseRule } from './base-rule';
import type { EnvironmentRule } from './environment-rule';

type Needs = NonNullable<Readable['input']['cloud']>;
type Need = Needs[string];

/** A need of something that another service owns. */
interface Reference {
  readonly of: string;
  readonly name: string;
  readonly kind: 'bucket' | 'topic';
}

function referenceOf(need: Need): Reference | undefined {
  if (need.kind === 'bucket-reader') return { of: need.of, name: need.bucket, kind: 'bucket' };
  if (need.kind === 'subscription') return { of: need.of, name: need.topic, kind: 'topic' };
  return undefined;
}

/** Who needs something of another service's finds it there. */
export const needsAreOffered: BaseRule = (context) => {
  for (const { name, declaration, input } of context.parsed.readable) {
    for (const [key, need] of Object.entries(input.cloud ?? {})) {
      const reference = referenceOf(need);
      if (reference === undefined) continue;
      const mistake = referenceMistake(context, name, reference);
      if (mistake === undefined) continue;
      const { field, ...words } = mistake;
      const value = field === 'of' ? reference.of : reference.name;
      context.report.add({ at: declaration, path: ['cloud', key, field], value, ...words });
    }
  }
};

function referenceMistake({ parsed }: BaseContext, self: string, { of, name, kind }: Reference) {
  const owners = parsed.readable.filter(({ input }) => ownedBy(input.cloud, kind).length > 0);
  const owner = parsed.readable.find((one) => one.name === of);
  if (of === self && kind === 'bucket') {
    const fix = 'remove it: a service reads its own bucket by itself';
    return { code: 'own-bucket', field: 'of', allowed: 'a bucket of another service', fix };
  }
  if (owner === undefined || owner.declaration.kind === 'external-dependency') {
    const names = owners.map((one) => one.name);
    const allowed = `a service that declares a ${kind}: ${names.length === 0 ? 'there is none' : oneOf(names)}`;
    return { code: 'unknown-owner', field: 'of', allowed, fix: didYouMean(of, names, 'name its owner') };
  }
  const owned = ownedBy(owner.input.cloud, kind);
  if (owned.includes(name) || isUnread(owner, name)) return undefined;
  const other = owner.input.cloud?.[name];
  return {
    code: 'unknown-need',
    field: kind,
    allowed: `a ${kind} that ${of} declares: ${owned.length === 0 ? 'it has none' : oneOf(owned)}`,
    fix: didYouMean(
      name,
      owned,
      other === undefined ? `declare it in ${of}` : `${name} of ${of} is a ${other.kind}: choose another`,
    ),
  };
}

export function ownedBy(needs: Needs | undefined, kind: Reference['kind']): string[] {
  return Object.entries(needs ?? {}).flatMap(([name, need]) => (need.kind === kind ? [name] : []));
}

/** The owner's needs failed their own check, where this one was among them: no second mistake. */
function isUnread({ declaration, input }: Readable, name: string): boolean {
  const written: unknown = 'cloud' in declaration.input ? declaration.input.cloud : undefined;
  return (
    input.cloud === undefined &&
    typeof written === 'object' &&
    written !== null &&
    Object.hasOwn(written, name)
  );
}

/** What runs finds what it needs of others: who owns it runs too. */
export const ownersAreReleased: EnvironmentRule = ({ parsed, environment, releases, report }) => {
  for (const { name, declaration, input } of parsed.services.values()) {
    if (!Object.hasOwn(releases, name)) continue;
    for (const [key, need] of Object.entries(input.cloud ?? {})) {
      const of = referenceOf(need)?.of;
      if (of === undefined || !parsed.services.has(of) || Object.hasOwn(releases, of)) continue;
      report.add({
        code: 'owner-not-released',
        at: declaration,
        path: ['cloud', key, 'of'],
        found: show(of),
        allowed: `owners that have a release in ${environment.name}, as ${name} has`,
        fix: `promote ${of} to ${environment.name} first`,
      });
    }
  }
};
