import type { ExampleServer } from './example-program';
import type { RelocatedProxy } from './relocated-proxy';
import type { RunningCompany } from './running-company';

/** Who knocked in vain, by what they showed, and why: the same words for programs and proxies. */
export interface Refusal {
  readonly client: string;
  readonly why: string;
}

/** What Envoy's library says in the middle of a long line. */
const WHY: readonly (readonly [said: string, why: string])[] = [
  ['SAN_matcher', 'not a declared client'],
  ['unsupported_certificate_purpose', 'no certificate of a client'],
  ['PEER_DID_NOT_RETURN_A_CERTIFICATE', 'no certificate'],
  ['certificate_has_expired', 'expired'],
  ['unable_to_get_local_issuer_certificate', 'an authority that is not trusted'],
  ['self_signed_certificate', 'an authority that is not trusted'],
  ['UNSUPPORTED_PROTOCOL', 'an old protocol'],
  ['HTTP_REQUEST', 'no TLS'],
];

/** What Node and OpenSSL say. */
const WORDS: Readonly<Record<string, string>> = {
  INVALID_PURPOSE: 'no certificate of a client',
  ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE: 'no certificate',
  CERT_HAS_EXPIRED: 'expired',
  SELF_SIGNED_CERT_IN_CHAIN: 'an authority that is not trusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'an authority that is not trusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'an authority that is not trusted',
  ERR_SSL_UNSUPPORTED_PROTOCOL: 'an old protocol',
  ERR_SSL_HTTP_REQUEST: 'no TLS',
};

/** Who was refused by a service so far. */
export function refusalsOf(running: RunningCompany, name: string): Refusal[] {
  return running.service(name).proxy
    ? refusalsOfProxy(running.proxy(name))
    : refusalsOfProgram(running.program(name));
}

function refusalsOfProxy({ log }: RelocatedProxy): Refusal[] {
  return linesOf(log).flatMap(({ client = 'nobody', refused }) => {
    if (refused === undefined) return [];
    const [, why = refused] = WHY.find(([said]) => refused.includes(said)) ?? [];
    return [{ client: nameOf(client), why }];
  });
}

function refusalsOfProgram({ refused }: ExampleServer): Refusal[] {
  return refused.map((said) => {
    const [, client] = /^(\S+) may not call$/.exec(said) ?? [];
    if (client !== undefined) return { client: nameOf(client), why: 'not a declared client' };
    return { client: 'nobody', why: WORDS[said] ?? said };
  });
}

/** One line of a proxy for each connection that came to nothing. */
export function linesOf(log: string): Readonly<Record<string, string>>[] {
  return log
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Record<string, string>);
}

/** `ledger` of `spiffe://acme.example/ns/exchange/sa/ledger` */
function nameOf(identity: string): string {
  return identity.split('/').at(-1) ?? identity;
}
