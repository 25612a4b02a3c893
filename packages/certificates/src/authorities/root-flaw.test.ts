import { webcrypto, X509Certificate } from 'node:crypto';
import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import { Duration } from '@plinth/units';
import { rootFlaws } from './root-flaw';

x509.cryptoProvider.set(webcrypto as never);

const NOW = Date.UTC(2026, 10, 22);
const DAY = 86_400_000;
const EC = { name: 'ECDSA', namedCurve: 'P-384', hash: 'SHA-384' };
const RSA = {
  name: 'RSASSA-PKCS1-v1_5',
  modulusLength: 2048,
  publicExponent: new Uint8Array([1, 0, 1]),
  hash: 'SHA-256',
};

interface Root {
  readonly name?: string;
  readonly days?: number;
  readonly begins?: number;
  readonly pathLength?: number;
  readonly isAuthority?: boolean;
  readonly algorithm?: object;
  readonly issuer?: string;
}

async function root(props: Root = {}): Promise<X509Certificate> {
  const {
    name = 'acme.example services root',
    days = 3650,
    begins = 0,
    pathLength = 1,
    isAuthority = true,
  } = props;
  const algorithm = props.algorithm ?? EC;
  const keys = (await webcrypto.subtle.generateKey(algorithm as never, true, [
    'sign',
    'verify',
  ])) as webcrypto.CryptoKeyPair;
  const subject = `O=acme-prod, CN=${name}`;
  const certificate = await x509.X509CertificateGenerator.create({
    subject,
    issuer: props.issuer ?? subject,
    publicKey: keys.publicKey as never,
    signingKey: keys.privateKey as never,
    signingAlgorithm: algorithm as never,
    notBefore: new Date(NOW + begins * DAY),
    notAfter: new Date(NOW + (begins + days) * DAY),
    extensions: [new x509.BasicConstraintsExtension(isAuthority, isAuthority ? pathLength : undefined, true)],
  });
  return new X509Certificate(certificate.toString('pem'));
}

const flawsOf = async (props: Root) =>
  rootFlaws(await root(props), {
    commonName: 'acme.example services root',
    organization: 'acme-prod',
    issuing: Duration.hours(26280),
    now: NOW,
  });

test.each([[{}], [{ name: 'acme.example services root-2' }]])(
  'a root of the environment has no flaw: %j',
  async (props) => {
    expect(await flawsOf(props)).toEqual([]);
  },
);

test.each([
  [
    'another environment',
    { name: 'dev.acme.example services root' },
    'the authority "dev.acme.example services root, acme-prod" of another environment',
  ],
  [
    'a name that only begins alike',
    { name: 'acme.example services rooted' },
    'the authority "acme.example services rooted, acme-prod" of another environment',
  ],
  ['another path length', { pathLength: 0 }, 'a root whose path length is not 1'],
  ['an end in the past', { begins: -3650 }, 'a root that ended on 2026-11-22'],
  ['a begin in the future', { begins: 1 }, 'a root that begins on 2026-11-23'],
  ['a short life', { days: 1000 }, 'a root that lives shorter than the 26280h of the authority under it'],
  ['a weak key', { algorithm: RSA }, 'a root with a weak key'],
  [
    'another signer',
    { issuer: 'CN=somebody else' },
    'an authority that somebody else has signed, and no root',
  ],
])('fails when a root has %s', async (_, props: Root, flaw) => {
  expect(await flawsOf(props)).toEqual([flaw]);
});

test('fails when it is no authority', async () => {
  expect(await flawsOf({ isAuthority: false })).toContain('a certificate that is no authority');
});
