import { show } from '@plinth/errors';
import type { Fault } from '../rule';

/** A form that names or labels must have. */
export interface TextForm {
  readonly pattern: RegExp;
  readonly maxLength: number;
  /** The characters, in words. */
  readonly allowed: string;
}

/** @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names */
export const dnsLabel: TextForm = {
  pattern: /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/,
  maxLength: 63,
  allowed: 'lower-case letters, digits and inner hyphens',
};

/** A DNS label that starts with a letter, as in the first DNS. */
export const dnsLabelOfLetter: TextForm = {
  pattern: /^[a-z]([-a-z0-9]*[a-z0-9])?$/,
  maxLength: 63,
  allowed: 'a lower-case letter, then lower-case letters, digits and inner hyphens',
};

export const dnsSubdomain: TextForm = {
  pattern: /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/,
  maxLength: 253,
  allowed: 'lower-case letters, digits, inner hyphens, and dots between such words',
};

/** What can be one step of a path: RBAC's names, `system:node` for one. */
export const pathSegment: TextForm = {
  pattern: /^(?!\.{1,2}$)[^/%\p{Cc}]+$/u,
  maxLength: 253,
  allowed: 'anything without "/", "%" and control characters, except "." and ".."',
};

/** The part of a label key after the slash. */
export const qualifiedName: TextForm = {
  pattern: /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/,
  maxLength: 63,
  allowed: 'letters, digits, and inner "-", "_" and "."',
};

/** The name of a port of a container, as the Internet's registry of services has them. */
export const portName: TextForm = {
  pattern: /^(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*$/,
  maxLength: 15,
  allowed: 'lower-case letters, digits and single inner hyphens, with a letter',
};

/** A key of a ConfigMap or a Secret: it becomes the name of a file. */
export const dataKey: TextForm = {
  pattern: /^(?!\.$|\.\.)[-._a-zA-Z0-9]+$/,
  maxLength: 253,
  allowed: 'letters, digits, "-", "_" and "."; not "." and nothing that begins with ".."',
};

export const labelValue: TextForm = {
  pattern: /^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/,
  maxLength: 63,
  allowed: 'letters, digits, and inner "-", "_" and "."; or nothing',
};

/** The fault of a text that has not that form. The path is asked for only then: there are many labels. */
export function textFaults(path: () => string, text: string, form: TextForm, fix: string): readonly Fault[] {
  // Length first: a pattern never sees a text that is too long for it.
  if (text.length <= form.maxLength && form.pattern.test(text)) return noFaults;
  const found = text.length > form.maxLength ? `${show(text)} of ${text.length} characters` : show(text);
  return [{ path: path(), found, allowed: `1 to ${form.maxLength} characters: ${form.allowed}`, fix }];
}

export const noFaults: readonly Fault[] = [];
