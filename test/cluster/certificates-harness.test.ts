import { X509Certificate } from 'node:crypto';
import {
  type ApiClient,
  CertificateAuthority,
  CertManager,
  ControlPlane,
  type KubernetesObject,
  refTo,
  TrustManager,
  until,
  Workspace,
} from '@plinth/testing';
import { engines } from './_cluster';

const SHOP = 'shop';
const LABEL = { 'plinth/certificates': 'mutual-tls' };

let workspace: Workspace;
let plane: ControlPlane;
let api: ApiClient;
beforeAll(async () => {
  const programs = await engines();
  workspace = new Workspace('certificates-harness');
  plane = await ControlPlane.start(workspace, { binary: (name) => programs.path(name) });
  api = plane.client('admin');
  const namespace: KubernetesObject = {
    ...refTo('v1', 'Namespace', SHOP),
    metadata: { name: SHOP, labels: LABEL },
  };
  await api.apply(namespace);
});
afterAll(async () => {
  api?.close();
  await plane?.stop();
  workspace?.remove({ keepLogs: false });
});

describe('cert-manager', () => {
  let certManager: CertManager;
  beforeAll(async () => {
    certManager = await CertManager.start({ engines: await engines(), controlPlane: plane, workspace });
    await api.apply(issuer('itself', { selfSigned: {} }));
    await api.apply(certificate('root', 'itself', { isCA: true, commonName: 'root of the shop' }));
    await api.apply(issuer('shop', { ca: { secretName: 'root' } }));
    await api.apply(
      certificate('till', 'shop', { dnsNames: ['till.shop.svc'], uris: ['spiffe://shop/till'] }),
    );
  });
  afterAll(() => certManager?.stop());

  test('issues what an issuer of the cluster signs, with the rights of its chart alone', async () => {
    await ready(certificateRef('till'));
    const { data } = await api.get(refTo('v1', 'Secret', 'till', SHOP));
    const [leaf, root] = ['tls.crt', 'ca.crt'].map(
      (key) => new X509Certificate(Buffer.from(data[key], 'base64')),
    );
    expect(leaf?.subjectAltName).toBe('DNS:till.shop.svc, URI:spiffe://shop/till');
    expect(root && leaf?.verify(root.publicKey)).toBe(true);
    expect(certManager.log).not.toContain('forbidden');
  });

  test('tells until when a certificate lasts', async () => {
    await ready(certificateRef('till'));
    const metrics = await certManager.metrics();
    expect(metrics).toMatch(/^certmanager_certificate_expiration_timestamp_seconds\{.*name="till".*\} \S+$/m);
    expect(metrics).toMatch(/^certmanager_certificate_ready_status\{condition="True".*name="till".*\} 1$/m);
  });

  test('a certificate that is asked for while it is away is issued when it is back', async () => {
    await certManager.stop();
    await api.apply(certificate('late', 'shop', { dnsNames: ['late.shop.svc'] }));
    expect(await api.tryGet(refTo('v1', 'Secret', 'late', SHOP))).toBeUndefined();
    await certManager.restart();
    await ready(certificateRef('late'));
  });
});

describe('trust-manager', () => {
  const BUNDLE = refTo('trust.cert-manager.io/v1alpha1', 'Bundle', 'authorities');
  let trustManager: TrustManager;
  let pem: string;
  beforeAll(async () => {
    pem = (await CertificateAuthority.create('root of the shop')).certificate;
    trustManager = await TrustManager.start({ engines: await engines(), controlPlane: plane, workspace });
    await api.apply(bundle(pem));
    await condition('True');
    expect((await inShop())?.trim()).toBe(pem.trim());
  });
  afterAll(() => trustManager?.stop());

  test('writes a bundle into labelled namespaces only, and in no other format', async () => {
    const { data, binaryData } = await api.get(refTo('v1', 'ConfigMap', 'authorities', SHOP));
    expect(Object.keys({ ...data, ...binaryData })).toEqual(['ca.crt']);
    expect(await api.tryGet(refTo('v1', 'ConfigMap', 'authorities', 'default'))).toBeUndefined();
    expect(trustManager.log).not.toContain('forbidden');
  });

  test.each([
    [
      'one certificate is cut short',
      () => pem.replace(/\n.+\n-----END/, '\n-----END'),
      'contains invalid PEM data',
    ],
    ['it holds no certificate', () => 'nothing\n', 'find any valid certificates in bundle'],
    ['it holds blanks', () => '\n \n', 'find any valid certificates in bundle'],
  ])('keeps the last good file and says so when %s', async (_, text, expected) => {
    await api.apply(bundle(text()));
    const { message } = await condition('False');
    expect(message).toContain(expected);
    expect((await inShop())?.trim()).toBe(pem.trim());
  });

  test.each([
    ['its one source is empty', { sources: [{ inLine: '' }] }, 'should be at least 1 chars long'],
    ['it has no source', { sources: [] }, 'should have at least 1 items'],
  ])('fails when a bundle is emptied: %s', async (_, spec, message) => {
    const emptied = { ...bundle(pem), spec: { ...bundle(pem).spec, ...spec } };
    await expect(api.apply(emptied)).rejects.toThrow(message);
    expect((await inShop())?.trim()).toBe(pem.trim());
  });

  test('fails when its webhook refuses a bundle', async () => {
    // The definition's own schema accepts it.
    const refused = { ...bundle(pem), spec: { ...bundle(pem).spec, sources: [{ useDefaultCAs: false }] } };
    await expect(api.apply(refused)).rejects.toThrow(
      /trust\.cert-manager\.io" denied the request: .*must define at least one source/,
    );
  });

  function bundle(inLine: string): KubernetesObject {
    return {
      ...BUNDLE,
      metadata: { name: 'authorities' },
      spec: {
        sources: [{ inLine }],
        target: { configMap: { key: 'ca.crt' }, namespaceSelector: { matchLabels: LABEL } },
      },
    };
  }

  /** What trust-manager says of the Bundle as it is now, in all namespaces. */
  function condition(wanted: string): Promise<Condition> {
    return until(`the bundle's condition is ${wanted}`, async () => {
      const { metadata, status } = await api.get(BUNDLE);
      const conditions = (status?.conditions ?? []) as readonly Condition[];
      return conditions.find(
        (each) => each.status === wanted && each.observedGeneration === metadata.generation,
      );
    });
  }

  async function inShop(): Promise<string | undefined> {
    return (await api.tryGet(refTo('v1', 'ConfigMap', 'authorities', SHOP)))?.data?.['ca.crt'];
  }
});

function issuer(name: string, spec: Readonly<Record<string, unknown>>): KubernetesObject {
  return { ...refTo('cert-manager.io/v1', 'Issuer', name), metadata: { name, namespace: SHOP }, spec };
}

function certificateRef(name: string) {
  return refTo('cert-manager.io/v1', 'Certificate', name, SHOP);
}

function certificate(name: string, by: string, spec: Readonly<Record<string, unknown>>): KubernetesObject {
  const privateKey = { algorithm: 'ECDSA', size: 256, encoding: 'PKCS8', rotationPolicy: 'Always' };
  return {
    ...certificateRef(name),
    metadata: { name, namespace: SHOP },
    spec: { secretName: name, issuerRef: { name: by, kind: 'Issuer' }, privateKey, duration: '24h', ...spec },
  };
}

async function ready(ref: ReturnType<typeof certificateRef>): Promise<void> {
  await until(`${ref.metadata.name} is ready`, async () => {
    const conditions = ((await api.get(ref)).status?.conditions ?? []) as readonly Condition[];
    return conditions.some(({ type, status }) => type === 'Ready' && status === 'True');
  });
}

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly message: string;
  readonly observedGeneration?: number;
}
