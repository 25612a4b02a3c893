import { isIP } from 'node:net';
import type { Identity } from '../identity';
import type { JsonObject } from '../json';
import type { Fault } from '../rule';
import { isOfService, quoted, record, texts } from './certificate';
import { trySpiffeId } from './spiffe-id';

/** cert-manager and Vault take more; a verifier reads them all at every handshake. */
const MOST_NAMES = 100;

/** The upper bound of X.509. @see https://www.rfc-editor.org/rfc/rfc5280#appendix-A */
const LONGEST_COMMON_NAME = 64;

/** How many a message lists. */
const SHOWN_NAMES = 3;

/** What a certificate may be called. */
export function* nameFaults(spec: JsonObject, identity: Identity): Iterable<Fault> {
  yield* commonNameFaults(spec);
  yield* dnsFaults(spec);
  const count = namesIn(spec);
  if (count === 0) yield nameless(spec);
  if (count > MOST_NAMES) {
    yield {
      path: 'spec',
      found: `${count} names`,
      allowed: `at most ${MOST_NAMES} names`,
      fix: 'give each service a certificate of its own',
    };
  }
  if (isOfService(spec)) yield* serviceNameFaults(spec, identity, count);
}

function namesIn(spec: JsonObject): number {
  const others = Array.isArray(spec.otherNames) ? spec.otherNames.length : 0;
  return ['dnsNames', 'uris', 'ipAddresses', 'emailAddresses']
    .map((field) => texts(spec[field]).length)
    .reduce((sum, each) => sum + each, others);
}

function nameless(spec: JsonObject): Fault {
  const named = spec.commonName ?? spec.literalSubject;
  return {
    path: 'spec',
    found: named === undefined ? 'no name at all' : `no name but the subject ${quoted(named)}`,
    allowed: 'subject alternative names: no verifier reads the subject',
    fix: 'add uris and dnsNames',
  };
}

/** Some clients still read it: it says nothing that the other names do not. */
function* commonNameFaults(spec: JsonObject): Iterable<Fault> {
  const { commonName } = spec;
  if (typeof commonName !== 'string') return;
  const names = texts(spec.dnsNames);
  const bytes = Buffer.byteLength(commonName);
  if (bytes > LONGEST_COMMON_NAME) {
    yield {
      path: 'spec.commonName',
      found: `${bytes} bytes`,
      allowed: `at most ${LONGEST_COMMON_NAME} bytes`,
      fix: 'leave it out: the names that verifiers read are dnsNames and uris',
    };
  } else if (commonName.includes('*')) {
    yield wildcard('spec.commonName', commonName);
  } else if (namesIn(spec) > 0 && !names.includes(commonName)) {
    yield {
      path: 'spec.commonName',
      found: quoted(commonName),
      allowed: `one of spec.dnsNames${names.length === 0 ? ', of which there is none' : `: ${names.slice(0, SHOWN_NAMES).map(quoted).join(', ')}`}`,
      fix: 'write one of them, or leave it out: a name of its own stands for a service that nobody has judged',
    };
  }
}

function* dnsFaults(spec: JsonObject): Iterable<Fault> {
  for (const [index, name] of texts(spec.dnsNames).entries()) {
    const path = `spec.dnsNames[${index}]`;
    if (name.includes('*')) yield wildcard(path, name);
    else if (isIP(name) !== 0) {
      yield {
        path,
        found: `the address ${quoted(name)}`,
        allowed: 'names of hosts',
        fix: 'call by name, or write the address under ipAddresses',
      };
    }
  }
}

function wildcard(path: string, name: string): Fault {
  return {
    path,
    found: `the pattern ${quoted(name)}`,
    allowed: 'whole names: a pattern stands for services that nobody has named',
    fix: 'write each name',
  };
}

/** A service is called what it is, and by nobody else's name. */
function* serviceNameFaults(spec: JsonObject, identity: Identity, count: number): Iterable<Fault> {
  const { namespace, name } = identity;
  const [uris, own] = [texts(spec.uris), `spiffe://<domain>/ns/${namespace}/sa/${name}`];
  if (uris.length === 0 && count > 0) yield identityFault('spec.uris', 'nothing', own);
  for (const [index, uri] of uris.entries()) {
    const id = trySpiffeId(uri);
    const isOwn = id !== undefined && id.namespace === namespace && id.account === name;
    if (!isOwn) yield identityFault(`spec.uris[${index}]`, quoted(uri), own);
  }
  for (const [index, each] of texts(spec.dnsNames).entries()) {
    if (each.includes('*') || isIP(each) !== 0 || isOfHost(each, `${name}.${namespace}.svc`)) continue;
    yield {
      path: `spec.dnsNames[${index}]`,
      found: quoted(each),
      allowed: `${name}.${namespace}.svc, with or without .cluster.local`,
      fix: 'ask for the own names alone: who has the name of another service can be taken for it',
    };
  }
  for (const field of ['ipAddresses', 'emailAddresses', 'otherNames']) {
    if (Array.isArray(spec[field]) && spec[field].length > 0) {
      yield {
        path: `spec.${field}`,
        found: quoted(spec[field]),
        allowed: 'uris and dnsNames: pods have no address of their own, and no mail',
        fix: 'remove them',
      };
    }
  }
  if (Object.keys(record(spec.subject)).length > 0 || spec.literalSubject !== undefined) {
    yield {
      path: spec.literalSubject === undefined ? 'spec.subject' : 'spec.literalSubject',
      found: 'a subject of parts',
      allowed: 'a common name alone: no verifier reads more',
      fix: 'remove it',
    };
  }
}

function identityFault(path: string, found: string, own: string): Fault {
  return { path, found, allowed: own, fix: 'write the SPIFFE ID of the service itself' };
}

/** The Service, or one pod of it by its stable name. */
function isOfHost(name: string, host: string): boolean {
  const short = name.endsWith('.cluster.local') ? name.slice(0, -'.cluster.local'.length) : name;
  return (
    short === host || (short.endsWith(`.${host}`) && short.split('.').length === host.split('.').length + 1)
  );
}
