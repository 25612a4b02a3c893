import { isJsonObject, type Json, type JsonObject } from '../json';

const GROUP = 'cert-manager.io/';

export function isCertificate(object: JsonObject): boolean {
  return object.kind === 'Certificate' && isOfCertManager(object);
}

/** Of a namespace or of the whole cluster. */
export function isIssuer(object: JsonObject): boolean {
  return (object.kind === 'Issuer' || object.kind === 'ClusterIssuer') && isOfCertManager(object);
}

function isOfCertManager({ apiVersion }: JsonObject): boolean {
  return typeof apiVersion === 'string' && apiVersion.startsWith(GROUP);
}

/** An authority signs others. Its names identify nobody, and its key stays as long as people trust it. */
export function isAuthority({ isCA }: JsonObject): boolean {
  return isCA === true;
}

/**
 * A service asks the Issuer of its own name in its own namespace. Who asks an issuer of the whole cluster is of the platform: the
 * rule `cluster-issuer` says which namespace may.
 */
export function isOfService(spec: JsonObject): boolean {
  return !isAuthority(spec) && record(spec.issuerRef).kind !== 'ClusterIssuer';
}

export function record(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

export function texts(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];
}

/** A value as a finding quotes it. */
export function quoted(value: Json | undefined): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}
