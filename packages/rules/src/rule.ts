import type { Problem } from '@plinth/errors';
import type { Identities } from './identities';
import type { Identity } from './identity';
import type { JsonObject } from './json';

/** An object as it will be written, and the file that it will be in. */
export interface RenderedObject {
  readonly object: JsonObject;
  readonly file: string;
}

/** What is wrong in one place of one object. Each part is a phrase, as in a `Problem`. */
export interface Fault {
  /** `spec.ports[0].name`; absent when it is about the object as a whole. */
  readonly path?: string | undefined;
  readonly found: string;
  readonly allowed: string;
  readonly fix: string;
}

/** A fault, the rule that found it and the object that has it. */
export interface Finding extends Fault {
  /** The id of the rule. */
  readonly rule: string;
  /** `Deployment exchange/exchange-manager` */
  readonly object: string;
  readonly file?: string | undefined;
}

/** What a rule may know beside the object: who it is, and a little of the other objects. */
export interface RuleContext {
  readonly identity: Identity;
  /** The objects that came before this one: who they are and where, not what is in them. */
  readonly earlier: Identities;
}

/** A fault of one object that only others show. */
export interface FoundLater extends Fault {
  readonly identity: Identity;
  readonly file: string;
}

/** What a rule remembers of an environment to judge objects by each other: a few words of each, never the object. */
export interface Survey {
  see(rendered: RenderedObject, identity: Identity): void;
  /** Once every object was seen. */
  conclude(): Iterable<FoundLater>;
}

/**
 * One thing that is true of every object. Rules see plain data, one object at a time: an environment of
 * 100,000 objects is checked without holding them all.
 */
export interface Rule {
  /** Stable and greppable: messages and exceptions refer to it. */
  readonly id: string;
  /** What holds, as a sentence. */
  readonly title: string;
  /** The controls of the auditor's catalogue that it is evidence for. */
  readonly controls: readonly string[];
  applies(object: JsonObject): boolean;
  check(rendered: RenderedObject, context: RuleContext): Iterable<Fault>;
  /** Begins a survey of one environment. @default - the rule judges each object by itself */
  survey?(): Survey;
}

/** The finding as the error that a command prints. */
export function toProblem(finding: Finding): Problem {
  const { rule, object, file, path, found, allowed, fix } = finding;
  const place = path === undefined ? object : `${object} ${path}`;
  return { code: rule, where: file === undefined ? place : `${file}: ${place}`, found, allowed, fix };
}
