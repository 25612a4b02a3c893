import { dnsLabel, dnsLabelOfLetter, dnsSubdomain, pathSegment, type TextForm } from './text-form';

const forms: Readonly<Record<string, TextForm>> = {
  Namespace: dnsLabel,
  Service: dnsLabelOfLetter,
  Role: pathSegment,
  RoleBinding: pathSegment,
  ClusterRole: pathSegment,
  ClusterRoleBinding: pathSegment,
  // Eleven characters are added for each run.
  CronJob: { ...dnsSubdomain, maxLength: 52 },
  // The name becomes the value of a label.
  Job: { ...dnsSubdomain, maxLength: 63 },
  // The name and a hash of ten characters become the value of a label: longer ones never get a pod.
  StatefulSet: { ...dnsLabel, maxLength: 52 },
};

/** The form of the names of a kind. Most are DNS subdomains, custom resources always. */
export function nameForm(kind: string): TextForm {
  return Object.hasOwn(forms, kind) ? (forms[kind] ?? dnsSubdomain) : dnsSubdomain;
}
