import { changed } from '../changed';
import type { Subject } from '../subject';

/** One control of the benchmark. */
export type Control = JudgedControl | LeftControl;

interface Named {
  /** `5.3.1` */
  readonly id: string;
  readonly title: string;
}

/** Ours: asked of everything of a type that is deployed. */
export interface JudgedControl extends Named {
  readonly owner: 'cloud' | 'manifests';
  /** The component or construct that keeps it. */
  readonly by: string;
  /** A type of Pulumi's, kinds of Kubernetes', or `Pods`. */
  readonly of: string;
  /** Which of them, when not all. */
  readonly where?: (subject: Subject) => boolean;
  readonly holds: (data: Subject['data'], all: readonly Subject[]) => boolean;
  /** What breaks it, put into the first of them; or one more of them, when there may be none. */
  readonly fault: Readonly<Record<string, unknown>> | { readonly added: Subject['data'] };
}

/** Not ours to keep, or kept in another way. */
export interface LeftControl extends Named {
  readonly owner: 'google' | 'register' | 'declined';
  readonly reason: string;
}

/** What breaks a control, by name; that there is nothing to ask is a fault too, unless there may be none. */
export function offenders(control: JudgedControl, all: readonly Subject[]): string[] {
  const subjects = subjectsOf(control, all);
  if (subjects.length === 0 && !('added' in control.fault)) return [`no ${control.of}`];
  return subjects.filter(({ data }) => !control.holds(data, all)).map(({ label }) => label);
}

/** The same environment with one fault, and who is to be found. */
export function withFault(control: JudgedControl, all: readonly Subject[]): [readonly Subject[], string] {
  const { fault, of } = control;
  if ('added' in fault) {
    const label = `${of} added`;
    return [[...all, { label, of: of.split(' ')[0] ?? of, data: fault.added }], label];
  }
  const [first] = subjectsOf(control, all);
  if (first === undefined) throw new Error(`no ${of}`);
  const broken = { ...first, data: changed(first.data, fault) };
  return [all.map((subject) => (subject === first ? broken : subject)), first.label];
}

function subjectsOf({ of, where }: JudgedControl, all: readonly Subject[]): readonly Subject[] {
  const kinds = of.split(' ');
  return all.filter((subject) => kinds.includes(subject.of) && (where?.(subject) ?? true));
}
