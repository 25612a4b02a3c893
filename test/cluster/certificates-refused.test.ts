import { VAULT_AUDIENCE, VAULT_MOUNTS } from '@plinth/model';
import { type KubernetesObject, measured, refTo, until } from '@plinth/testing';
import { engines } from './_cluster';
import { CertifiedEnvironment } from './certificates/certified-environment';
import { belongTogether, issued } from './certificates/issued';

let here: CertifiedEnvironment;
beforeAll(async () => {
  here = await CertifiedEnvironment.start('prod', await engines(), { firstBackoff: '2s' });
});
afterAll(async () => {
  const { plinthTestFailed = false } = globalThis as { plinthTestFailed?: boolean };
  await here?.stop({ keepLogs: plinthTestFailed });
});

interface Case {
  readonly what: string;
  /** One for each case: none has a certificate yet. */
  readonly service: string;
  readonly wrong: {
    readonly certificate?: object;
    readonly issuer?: (vault: Loose) => void;
    /** Of the role of the login. */
    readonly login?: object;
  };
  /** Who says why. */
  readonly told: 'Issuer' | 'Certificate';
  readonly why: RegExp;
}

// biome-ignore lint/suspicious/noExplicitAny: the shape is the API's, and the API server checks it
type Loose = any;

const CASES: readonly Case[] = [
  {
    what: 'it asks for the names of another service by its own issuer',
    service: 'ledger',
    wrong: { certificate: { commonName: 'bank-core.bank.svc', dnsNames: ['bank-core.bank.svc'] } },
    told: 'Certificate',
    why: /common name bank-core\.bank\.svc not allowed by this role/,
  },
  {
    what: 'one of its names is of another service',
    service: 'order-matcher',
    wrong: { certificate: { dnsNames: ['order-matcher.exchange.svc', 'bank-core.bank.svc'] } },
    told: 'Certificate',
    why: /subject alternate name bank-core\.bank\.svc not allowed by this role/,
  },
  {
    what: 'it would be somebody else to its peers',
    service: 'market-feed',
    wrong: { certificate: { uris: ['spiffe://acme.example/ns/bank/sa/bank-core'] } },
    told: 'Certificate',
    why: /URI Subject Alternative Names.*not valid|URI.*not allowed/i,
  },
  {
    what: 'its key is of another kind',
    service: 'exchange-manager',
    wrong: {
      certificate: {
        privateKey: { algorithm: 'RSA', size: 2048, encoding: 'PKCS8', rotationPolicy: 'Always' },
      },
    },
    told: 'Certificate',
    why: /role requires keys of type ec/,
  },
  {
    what: 'its issuer names the path of another service',
    service: 'bank-gateway',
    wrong: { issuer: (vault) => Object.assign(vault, { path: 'pki/sign/bank-core' }) },
    told: 'Certificate',
    why: /permission denied/,
  },
  {
    what: 'its issuer comes as that of another service',
    service: 'wallet-api',
    wrong: {
      issuer: ({ auth }) => {
        auth.kubernetes.serviceAccountRef = { name: 'wallet-signer.issuer' };
      },
    },
    told: 'Issuer',
    why: /service account name not authorized/,
  },
  {
    what: 'its issuer comes as the service itself, for which cert-manager makes no tokens',
    service: 'wallet-signer',
    wrong: {
      issuer: ({ auth }) => {
        auth.kubernetes.serviceAccountRef = { name: 'wallet-signer' };
      },
    },
    told: 'Issuer',
    why: /serviceaccounts "wallet-signer" is forbidden/,
  },
  {
    what: 'its login in Vault is of another account',
    service: 'bank-core',
    wrong: { login: { bound_service_account_names: ['bank-gateway.issuer'] } },
    told: 'Issuer',
    why: /service account name not authorized/,
  },
  {
    what: 'its login in Vault is for another audience',
    service: 'price-bot',
    wrong: { login: { audience: VAULT_AUDIENCE } },
    told: 'Issuer',
    why: /invalid audience|aud/,
  },
];

test.each(CASES)(
  'fails when $what, says why, and recovers by itself',
  async ({ service, wrong, told, why }) => {
    const mend = await make(service, wrong);
    const certificate = here.certificate(service);
    const { namespace } = certificate.metadata;
    const [object, type] =
      told === 'Issuer' ? [here.find('Issuer', service), 'Ready'] : [certificate, 'Issuing'];
    const found = await until(`${told} ${service} says why`, async () => {
      const condition = await here.condition(object, type);
      return condition?.status === 'False' && why.test(condition.message) && condition;
    });
    expect(found.message).toMatch(why);
    // Cert-manager may look at the Issuer first.
    const { status } = await until(`${service} has been looked at`, () => here.condition(certificate));
    expect(status).toBe('False');
    expect(await here.api.tryGet(refTo('v1', 'Secret', `${service}-tls`, namespace))).toBeUndefined();

    const mended = Date.now();
    await mend();
    await here.ready(certificate, 300);
    measured('Certificates', {
      what: `${service} recovers after: ${told === 'Issuer' ? 'login' : 'signature'} refused`,
      certificates: 1,
      seconds: (Date.now() - mended) / 1000,
    });
    const one = await issued(here.api, certificate);
    expect(one.contents.uris).toEqual(certificate.spec.uris);
    expect(belongTogether(one)).toBe(true);
  },
);

/** Makes it wrong, and answers how it is mended. */
async function make(
  service: string,
  { certificate, issuer, login }: Case['wrong'],
): Promise<() => Promise<void>> {
  const { root } = here.vault.vault;
  const role = `auth/${VAULT_MOUNTS.kubernetes}/role/${service}.issuer`;
  const { data = {} } = await root.succeed('read', role);
  if (login !== undefined) await root.succeed('write', role, { ...data, ...login });
  const changed = structuredClone(here.find('Issuer', service)) as KubernetesObject;
  issuer?.(changed.spec.vault);
  await here.api.apply(changed);
  const rendered = here.certificate(service);
  await here.api.apply({ ...rendered, spec: { ...rendered.spec, ...certificate } } as KubernetesObject);
  return async () => {
    if (login === undefined) await here.apply(service);
    else await root.succeed('write', role, data);
  };
}
