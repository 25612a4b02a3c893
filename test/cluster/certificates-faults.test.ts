import { certificateIssuers, VAULT_MOUNTS } from '@plinth/model';
import { measured, until } from '@plinth/testing';
import { engines } from './_cluster';
import { BlockedAudit } from './certificates/blocked-audit';
import { CertifiedEnvironment } from './certificates/certified-environment';
import type { Certificate } from './certificates/conditions';
import { belongTogether, endOf, type Issued, issued } from './certificates/issued';
import { IssuingAuthority } from './certificates/issuing-authority';

const { pki: PKI } = VAULT_MOUNTS;

let here: CertifiedEnvironment;
let ledger: Certificate;
let authority: IssuingAuthority;
beforeAll(async () => {
  here = await CertifiedEnvironment.start('prod', await engines(), { firstBackoff: '2s' });
  ledger = here.certificate('ledger');
  authority = new IssuingAuthority(here.vault.vault.root);
  await here.apply('ledger');
  await here.ready(ledger);
});
afterAll(async () => {
  const { plinthTestFailed = false } = globalThis as { plinthTestFailed?: boolean };
  await here?.stop({ keepLogs: plinthTestFailed });
});

const current = () => issued(here.api, ledger);

/** Numbers of all certificates that were ever issued. */
async function numbers(): Promise<unknown> {
  return (await here.vault.vault.root.succeed('list', `${PKI}/certs`)).data?.keys;
}

interface Fault {
  /** Who knows why nothing comes. */
  readonly told: RegExp;
  readonly cause: () => Promise<void>;
  readonly end: () => Promise<void>;
}

/**
 * Renewal becomes due while there is a fault, and stays due: what there is stays, the reason is told, and another certificate comes
 * afterwards.
 */
async function endures(what: string, { told, cause, end }: Fault): Promise<Issued> {
  const before = await current();
  await cause();
  // All of its life: the minute before it was made is what makes it longer.
  await here.api.patch(ledger, { spec: { renewBefore: ledger.spec.duration } });
  await until('the reason is told', async () => {
    const refusals = [
      ...(await here.refusals(ledger)),
      (await here.condition(ledger, 'Issuing'))?.message ?? '',
    ];
    return refusals.some((message) => told.test(message));
  });
  const during = await current();
  expect(during.secret.metadata.resourceVersion).toBe(before.secret.metadata.resourceVersion);
  const ended = Date.now();
  await end();
  const after = await until(
    'another one is there',
    async () => {
      const one = await current();
      return one.leaf.serialNumber !== before.leaf.serialNumber && one;
    },
    { seconds: 300 },
  );
  measured('Faults of certificates', { fault: what, 'renewed s after its end': (Date.now() - ended) / 1000 });
  expect(belongTogether(after)).toBe(true);
  await here.apply('ledger');
  await here.ready(ledger);
  await settled();
  return after;
}

/** It was due again as soon as it was there: what was asked for meanwhile has come as well. */
async function settled(): Promise<void> {
  let quiet = 0;
  await until('nothing is on its way', async () => {
    const isIssuing = (await here.condition(ledger, 'Issuing'))?.status === 'True';
    quiet = isIssuing ? 0 : quiet + 1;
    return quiet > 5;
  });
}

test('while Vault is sealed nothing changes; unsealed, it gives what was asked for', async () => {
  const { vault } = here.vault;
  await endures('Vault sealed', {
    told: /Vault is sealed/,
    cause: async () => {
      await vault.root.succeed('write', 'sys/seal');
    },
    end: () => vault.unseal(),
  });
});

test('while Vault is away nothing changes; back, it gives what was asked for', async () => {
  const { vault } = here.vault;
  await endures('Vault stopped', {
    told: /error calling Vault server/,
    cause: () => vault.kill(),
    end: async () => {
      await vault.restart();
      await vault.unseal();
    },
  });
});

test('while no audit device can be written nothing changes; then what was asked for comes', async () => {
  const audit = new BlockedAudit(here.vault);
  await endures('all audit devices blocked', {
    told: /Code: 500/,
    cause: () => audit.block(),
    end: () => audit.unblock(),
  });
});

test('while no audit device can be written nothing is signed, also for who has logged in before', async () => {
  const [issuer] = certificateIssuers(here.vault.environment).filter(({ service }) => service === 'ledger');
  if (issuer === undefined) throw new Error('the ledger has a certificate');
  const jwt = await here.vault.token({ namespace: issuer.namespace, role: issuer.account }, issuer.audience);
  const { body } = await here.vault.login(issuer.account, jwt);
  const client = here.vault.vault.client(body.auth?.client_token);
  const [request] = await here.api.list('cert-manager.io/v1', 'CertificateRequest', {
    namespace: issuer.namespace,
  });
  const asked = {
    csr: Buffer.from(request?.spec.request, 'base64').toString(),
    common_name: ledger.spec.commonName,
  };
  expect((await client.write(issuer.path, asked)).status).toBe(200);
  const before = await numbers();
  const audit = new BlockedAudit(here.vault);
  await audit.block();
  expect((await client.write(issuer.path, asked)).status).toBe(500);
  await audit.unblock();
  expect(await numbers()).toEqual(before);
});

describe('the authority', () => {
  test('when it was deleted, requests fail with the reason; with a new one, they are signed by that', async () => {
    let name = '';
    const after = await endures('authority deleted', {
      told: /no default issuer|unable to fetch.*issuer|default issuer/i,
      cause: () => authority.deleteDefault(),
      end: async () => {
        name = await authority.make('24000h');
      },
    });
    const [issuing] = after.chain;
    expect(issuing?.fingerprint256).toBe((await authority.certificate(name)).fingerprint256);
    expect(issuing !== undefined && after.leaf.verify(issuing.publicKey)).toBe(true);
  });

  test.each([
    ['ends before what is asked for would', '2h'],
    ['has ended', '1s'],
  ])('when it %s, requests fail with the reason, and no certificate outlives it', async (what, life) => {
    const usual = await authority.default();
    let short = '';
    const after = await endures(`authority ${what}`, {
      told: /cannot satisfy request, as TTL would result in notAfter.*beyond the expiration of the CA/,
      cause: async () => {
        short = await authority.make(life);
        const end = endOf(await authority.certificate(short));
        await until('it is as it should be', async () => life !== '1s' || Date.now() > end);
      },
      end: () => authority.use(usual),
    });
    const [issuing] = after.chain;
    expect(issuing !== undefined && endOf(after.leaf) <= endOf(issuing)).toBe(true);
    expect(issuing?.fingerprint256).not.toBe((await authority.certificate(short)).fingerprint256);
  });
});
