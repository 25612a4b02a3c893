import type { Json, JsonObject } from '../json';
import type { Fault } from '../rule';
import { isAuthority, isOfService, quoted, record, texts } from './certificate';

/** Curves that every TLS library in use here has. */
const SIZES: readonly Json[] = [256, 384];

/** What cert-manager makes of a Certificate that says nothing. */
const DEFAULT_KEY = 'nothing, and so RSA with 2048 bits';

const SERVICE_USAGES = ['digital signature', 'server auth', 'client auth'];

/** How the key of a certificate is made, kept and used. */
export function* keyFaults(spec: JsonObject): Iterable<Fault> {
  const key = record(spec.privateKey);
  yield* kindFaults(key, isOfService(spec));
  if (!isAuthority(spec) && key.rotationPolicy !== 'Always') {
    yield {
      path: 'spec.privateKey.rotationPolicy',
      found: quoted(key.rotationPolicy),
      allowed: '"Always", in words: a key that was seen once ends with its certificate',
      fix: 'write rotationPolicy: Always',
    };
  }
  if (isOfService(spec)) yield* serviceFaults(spec, key);
  if (!isAuthority(spec)) yield* leafUsageFaults(spec);
}

function* kindFaults({ algorithm, size }: JsonObject, isService: boolean): Iterable<Fault> {
  const allowed = isService ? 'ECDSA with P-256 or P-384' : 'ECDSA with P-256 or P-384, or Ed25519';
  if (algorithm === undefined || algorithm === 'RSA') {
    yield {
      path: 'spec.privateKey.algorithm',
      found: algorithm === undefined ? DEFAULT_KEY : `RSA with ${String(size ?? 2048)} bits`,
      allowed,
      fix: 'write algorithm: ECDSA and size: 256',
    };
  } else if (algorithm === 'ECDSA' && size !== undefined && !SIZES.includes(size)) {
    yield {
      path: 'spec.privateKey.size',
      found: `the curve P-${String(size)}`,
      allowed,
      fix: 'write size: 256',
    };
  } else if (algorithm === 'Ed25519' && isService) {
    yield {
      path: 'spec.privateKey.algorithm',
      found: 'Ed25519, which not every client of a service reads',
      allowed,
      fix: 'write algorithm: ECDSA and size: 256',
    };
  }
}

function* serviceFaults(spec: JsonObject, { encoding }: JsonObject): Iterable<Fault> {
  if (encoding !== 'PKCS8') {
    yield {
      path: 'spec.privateKey.encoding',
      found: quoted(encoding),
      allowed: '"PKCS8", in words: the one form that every language reads',
      fix: 'write encoding: PKCS8',
    };
  }
  const usages = texts(spec.usages);
  const isEither = usages.includes('server auth') || usages.includes('client auth');
  if (!isEither || !usages.every((usage) => SERVICE_USAGES.includes(usage))) {
    yield {
      path: 'spec.usages',
      found: quoted(spec.usages),
      allowed: 'digital signature, with server auth where it serves and client auth where it calls',
      fix: 'name what the service does with it, and nothing else',
    };
  }
}

function* leafUsageFaults(spec: JsonObject): Iterable<Fault> {
  if (isOfService(spec)) return;
  const signing = texts(spec.usages).filter((usage) => ['cert sign', 'crl sign', 'any'].includes(usage));
  if (signing.length === 0) return;
  yield {
    path: 'spec.usages',
    found: `${signing.join(' and ')} in a certificate that is no authority`,
    allowed: 'what a server or a client needs',
    fix: 'remove it',
  };
}
