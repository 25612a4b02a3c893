/**
 * Names that both the cluster and the cloud derive from a service, so that the two cannot disagree.
 * Each takes the tightest limit of all who use it.
 */

/** The longest id of a Google service account. @see https://cloud.google.com/iam/docs/service-accounts-create */
const LONGEST_ACCOUNT_ID = 30;

/** The Kubernetes ServiceAccount of a service: its own name. */
export function serviceAccountName(service: string): string {
  return service;
}

/** The Google service account of a service: its name, shortened deterministically where it is too long. */
export function googleServiceAccountId(service: string): string {
  if (service.length < 6) return `${service}-service`;
  return shortened(service, LONGEST_ACCOUNT_ID);
}

/** The name itself, or its beginning and a checksum of all of it. */
export function shortened(name: string, longest: number): string {
  if (name.length <= longest) return name;
  return `${name.slice(0, longest - 7).replace(/-+$/, '')}-${checksum(name)}`;
}

/** Six letters and digits from FNV-1a over the whole name: stable, and different where cut names are alike. */
function checksum(text: string): string {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return hash.toString(36).padStart(7, '0').slice(-6);
}
