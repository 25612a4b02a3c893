import { createPrivateKey, generateKeyPairSync, webcrypto, X509Certificate } from 'node:crypto';
import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import { readCertificateList } from '../list/certificate-list';
import { newKeyRequest, publicKeyOf } from '../renew/certificate-request';
import { chainFault } from './chain';
import { judge, type SeenCertificate, trustFault } from './judge';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 5, 1);
const NAME = 'broker.acme.example';
const EC = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

x509.cryptoProvider.set(webcrypto as never);

interface Signer {
  readonly certificate: x509.X509Certificate;
  readonly keys: webcrypto.CryptoKeyPair;
}

async function authority(name: string, days: number, by?: Signer, isAuthority = true): Promise<Signer> {
  const keys = await webcrypto.subtle.generateKey(EC, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.create({
    subject: `CN=${name}`,
    issuer: by?.certificate.subject ?? `CN=${name}`,
    publicKey: keys.publicKey as never,
    signingKey: (by?.keys ?? keys).privateKey as never,
    signingAlgorithm: EC,
    notBefore: new Date(NOW - 100 * DAY),
    notAfter: new Date(NOW + days * DAY),
    extensions: [new x509.BasicConstraintsExtension(isAuthority, undefined, true)],
  });
  return { certificate, keys };
}

interface Leaf {
  readonly by: Signer;
  readonly days?: number;
  readonly begins?: number;
  readonly algorithm?: object;
  readonly isServer?: boolean;
}

async function leaf({
  by,
  days = 60,
  begins = -1,
  algorithm = EC,
  isServer = true,
}: Leaf): Promise<X509Certificate> {
  const keys = (await webcrypto.subtle.generateKey(algorithm as typeof EC, true, [
    'sign',
    'verify',
  ])) as webcrypto.CryptoKeyPair;
  const certificate = await x509.X509CertificateGenerator.create({
    subject: `CN=${NAME}`,
    issuer: by.certificate.subject,
    publicKey: keys.publicKey as never,
    signingKey: by.keys.privateKey as never,
    signingAlgorithm: EC,
    notBefore: new Date(NOW + begins * DAY),
    notAfter: new Date(NOW + days * DAY),
    extensions: [
      new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: NAME }]),
      ...(isServer ? [new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth])] : []),
    ],
  });
  return plain(certificate);
}

const plain = (certificate: x509.X509Certificate) => new X509Certificate(certificate.toString('pem'));

const { list } = readCertificateList(
  {
    authorities: 'authorities.crt',
    certificates: [
      {
        name: 'broker',
        owner: 'exchange',
        pki: { mount: 'pki', role: 'outside' },
        dnsNames: [NAME],
        life: '2160h',
        renewBefore: '720h',
        key: 'P-256',
        kv: { mount: 'kv', path: 'certificates/broker' },
        endpoint: { address: 'broker:443', serverName: NAME },
      },
    ],
  },
  '/',
);
const [declared] = list?.certificates ?? [];
if (declared === undefined) throw new Error('the list of this test is right');

let root: Signer;
let between: Signer;
beforeAll(async () => {
  root = await authority('root', 3650);
  between = await authority('between', 1000, root);
});

function codes(
  chain: SeenCertificate['chain'],
  { key, authorities = [root] }: { key?: SeenCertificate['key']; authorities?: Signer[] } = {},
) {
  const seen: SeenCertificate = { place: 'file', where: 'broker.crt', chain, ...(key && { key }) };
  const trusted = authorities.map(({ certificate }) => plain(certificate));
  return judge(seen, {
    declared: declared as NonNullable<typeof declared>,
    authorities: trusted,
    now: NOW,
  }).map(({ code }) => code);
}

test('a certificate of the root, or with the one between, is fine', async () => {
  expect(codes([await leaf({ by: root })])).toEqual([]);
  expect(codes([await leaf({ by: between }), plain(between.certificate)])).toEqual([]);
});

test('it is due when less is left than is declared, and not before', async () => {
  expect(codes([await leaf({ by: root, days: 30 })])).toEqual([]);
  expect(codes([await leaf({ by: root, days: 29.9 })])).toEqual(['due']);
  expect(codes([await leaf({ by: root, days: 0 })])).toEqual(['expired']);
  expect(codes([await leaf({ by: root, begins: 1 })])).toEqual(['not-yet-valid']);
});

test('fails when the one between is missing, foreign, expired or no authority', async () => {
  const good = await leaf({ by: between });
  expect(codes([good])).toEqual(['chain']);
  const foreign = await authority('root', 3650);
  expect(codes([good, plain(between.certificate)], { authorities: [foreign] })).toEqual(['chain']);
  const ended = await authority('ended', -1, root);
  expect(codes([await leaf({ by: ended }), plain(ended.certificate)])).toEqual(['chain']);
  const server = await authority('a server', 1000, root, false);
  expect(codes([await leaf({ by: server }), plain(server.certificate)])).toEqual(['chain']);
});

test('an authority that another has signed anew is one way of several', async () => {
  // Cross-signed: the same name and key under an old root that nobody trusts any more.
  const old = await authority('old', -1);
  const cross = await x509.X509CertificateGenerator.create({
    subject: between.certificate.subject,
    issuer: old.certificate.subject,
    publicKey: between.keys.publicKey as never,
    signingKey: old.keys.privateKey as never,
    signingAlgorithm: EC,
    notBefore: new Date(NOW - DAY),
    notAfter: new Date(NOW + DAY),
    extensions: [new x509.BasicConstraintsExtension(true, undefined, true)],
  });
  const good = await leaf({ by: between });
  expect(codes([good, plain(cross), plain(between.certificate)])).toEqual([]);
});

test.each([
  [
    'RSA 1024',
    {
      name: 'RSASSA-PKCS1-v1_5',
      modulusLength: 1024,
      publicExponent: new Uint8Array([1, 0, 1]),
      hash: 'SHA-256',
    },
  ],
  ['P-521', { name: 'ECDSA', namedCurve: 'P-521', hash: 'SHA-512' }],
  ['Ed448', { name: 'Ed448' }],
])('fails when the key is %s', async (_, algorithm) => {
  expect(codes([await leaf({ by: root, algorithm })])).toEqual(['key-type']);
});

test('fails when it is not for servers, or the key is of another', async () => {
  expect(codes([await leaf({ by: root, isServer: false })])).toEqual(['usage']);
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  expect(codes([await leaf({ by: root })], { key: privateKey })).toEqual(['key-mismatch']);
});

test('fails when others are trusted beside it than the list says, in whatever order they stand', async () => {
  const other = await authority('other', 3650);
  const beside = async (...trusted: readonly Signer[]) => {
    const chain = [await leaf({ by: root })] as const;
    const authorities = trusted.map(({ certificate }) => plain(certificate));
    const judgement = { declared: declared as NonNullable<typeof declared>, now: NOW };
    return judge(
      { place: 'file', where: 'broker.crt', chain, authorities },
      { ...judgement, authorities: [root, other].map(({ certificate }) => plain(certificate)) },
    ).map(({ code, found }) => `${code}: ${found}`);
  };
  expect(await beside(other, root)).toEqual([]);
  expect(await beside(root)).toEqual(['authorities: authorities without "CN=other"']);
  expect(await beside(root, other, between)).toEqual(['authorities: authorities with "CN=between" more']);
});

test('a certificate in which nobody is named is judged as others are', async () => {
  const keys = await webcrypto.subtle.generateKey(EC, true, ['sign', 'verify']);
  const nameless = plain(
    await x509.X509CertificateGenerator.create({
      subject: '',
      issuer: '',
      publicKey: keys.publicKey as never,
      signingKey: keys.privateKey as never,
      signingAlgorithm: EC,
      notBefore: new Date(NOW - DAY),
      notAfter: new Date(NOW + 60 * DAY),
      extensions: [new x509.BasicConstraintsExtension(true, undefined, true)],
    }),
  );
  expect([nameless.subject, nameless.issuer]).toEqual([undefined, undefined]);
  expect(codes([nameless])).toEqual(['chain', 'names', 'usage']);
  const trusted = plain(root.certificate);
  expect(chainFault([nameless], [trusted], NOW)).toBe(
    'a certificate of somebody without a name, which leads to none of the authorities',
  );
  expect(chainFault([nameless], [nameless], NOW)).toBeUndefined();
  expect(trustFault([trusted, nameless], [trusted])).toBe('authorities with somebody without a name more');
  expect(trustFault([trusted], [trusted, nameless])).toBe('authorities without somebody without a name');
});

test('fails when the key in a certificate is of a kind that nobody knows', async () => {
  const ofKind = (certificate: X509Certificate) => {
    const raw = Buffer.from(certificate.raw);
    // The kind of the public key: id-ecPublicKey, and then something else.
    const kind = Buffer.from('2a8648ce3d0201', 'hex');
    raw[raw.indexOf(kind) + kind.length - 1] = 9;
    return new X509Certificate(raw);
  };
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const strange = ofKind(await leaf({ by: root }));
  expect(codes([strange], { key: privateKey })).toEqual(['chain', 'key-type', 'key-mismatch']);
  expect(codes([await leaf({ by: between }), ofKind(plain(between.certificate))])).toEqual(['chain']);
});

test.each(['P-256', 'P-384'] as const)(
  'a request for %s has the declared names and is found again by its key',
  async (key) => {
    const made = await newKeyRequest({ ...(declared as NonNullable<typeof declared>), key });
    const request = new x509.Pkcs10CertificateRequest(made.request);
    expect(await request.verify()).toBe(true);
    expect(request.subject).toBe(`CN=${NAME}`);
    const [names] = request.extensions;
    expect([names?.type, Buffer.from(names?.value ?? new ArrayBuffer(0)).includes(NAME)]).toEqual([
      '2.5.29.17',
      true,
    ]);
    const privateKey = createPrivateKey(made.key);
    expect(privateKey.asymmetricKeyDetails?.namedCurve).toBe(key === 'P-256' ? 'prime256v1' : 'secp384r1');
    expect(made.publicKey).toBe(publicKeyOf(privateKey));
  },
);

test('fails when a server shows its certificate without those between, and no renewal is asked for', async () => {
  const one = await leaf({ by: between });
  const whole = [one, plain(between.certificate)] as const;
  const at = (place: SeenCertificate['place'], chain: SeenCertificate['chain']) => ({
    place,
    where: place,
    chain,
  });
  const fixes = (seen: SeenCertificate, kept?: SeenCertificate) => {
    const authorities = [plain(root.certificate)];
    return judge(seen, {
      declared: declared as NonNullable<typeof declared>,
      authorities,
      now: NOW,
      ...(kept && { kept }),
    }).map(({ fix }) => fix);
  };
  const alone = at('endpoint', [one]);
  const renew = 'run plinth certs renew --name broker';
  expect(fixes(alone, at('vault', whole))).toEqual(['let it show all of what lies in Vault as certificate']);
  expect(fixes(at('endpoint', whole), at('vault', whole))).toEqual([]);
  // Only another one mends these.
  expect(fixes(alone)).toEqual([renew]);
  expect(fixes(alone, at('vault', [one]))).toEqual([renew]);
  expect(fixes(alone, at('vault', [await leaf({ by: between }), whole[1]]))).toEqual([renew]);
  expect(fixes(at('file', [one]), at('vault', whole))).toEqual([renew]);
});
