import type { JsonObject } from '@plinth/manifest';
import { type Declaration, type ResolvedEnvironment, resolveCompany } from '@plinth/model';
import { type RenderedFile, renderStack, type Stack } from '@plinth/synth';
import { tinyCompany, tinyReleases } from '@plinth/testing';
import { company } from '../../environments';
import delivery from '../../stacks/delivery/stack';
import platform from '../../stacks/platform/stack';
import workloads from '../../stacks/workloads/stack';
import { readReleases, root } from '../company/read-releases';

const STACKS: Readonly<Record<string, Stack>> = { delivery, platform, workloads };

/** An object as the tests look at it. */
export interface Found {
  readonly kind: string;
  readonly apiVersion: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
    readonly finalizers?: readonly string[];
  };
  // biome-ignore lint/suspicious/noExplicitAny: a test names the fields that it expects
  readonly spec: any;
  /** Of a ConfigMap. */
  readonly data?: Readonly<Record<string, string>>;
}

/** What one environment renders, by stack and file. */
export class Rendered {
  readonly files: readonly RenderedFile[];

  constructor(readonly environment: ResolvedEnvironment) {
    this.files = Object.values(STACKS).flatMap((stack) => [...renderStack(stack, environment)]);
  }

  objectsOf(stack: string): Found[] {
    return this.files
      .filter(({ path }) => path.startsWith(`${stack}/`))
      .flatMap(({ objects }) => objects.map(found));
  }

  /** The one object of a kind and name that a stack renders, in a namespace or without one. */
  get(stack: string, kind: string, name: string, namespace?: string): Found {
    const matching = this.objectsOf(stack).filter(
      (object) =>
        object.kind === kind &&
        object.metadata.name === name &&
        (namespace === undefined || object.metadata.namespace === namespace),
    );
    if (matching.length !== 1 || matching[0] === undefined) {
      throw new Error(`${matching.length} objects ${kind} ${name} in ${stack}`);
    }
    return matching[0];
  }
}

export function found(object: JsonObject): Found {
  return object as unknown as Found;
}

/** The first environment of a tiny company: one squad, one service, and what a test adds. */
export function tiny(...declarations: readonly Declaration[]): Rendered {
  const declared = tinyCompany(...declarations);
  const [first] = resolveCompany(declared, { releases: tinyReleases(declared) });
  if (first === undefined) throw new Error('a company has an environment');
  return new Rendered(first);
}

/** Every environment of the demo company. */
export function everyEnvironment(): Rendered[] {
  return resolveCompany(company, { root, releases: readReleases(company) }).map((one) => new Rendered(one));
}
