import { ADD_ON_IDENTITIES, kvData } from '@plinth/model';
import { type Engines, measured, until, VaultServer } from '@plinth/testing';
import { engines as prepared } from './_cluster';
import { VaultOfEnvironment } from './vault-access/vault-of-environment';
import { CloudStandIn } from './vault-snapshot/cloud-stand-in';
import { type RunResult, SnapshotJob } from './vault-snapshot/snapshot-job';

interface Failure {
  plinthTestFailed?: boolean;
}

const ENVIRONMENT = 'prod';
const { namespace, serviceAccount: ROLE } = ADD_ON_IDENTITIES.vaultSnapshot;
const PATH = 'exchange/ledger/audit-key';

const job = new SnapshotJob(ENVIRONMENT);
let engines: Engines;
let here: VaultOfEnvironment;
let cloud: CloudStandIn;

beforeAll(async () => {
  engines = await prepared();
  here = await VaultOfEnvironment.start(ENVIRONMENT, engines);
  await here.put(PATH, { value: 'somebody put this here' });
});
beforeEach(async () => {
  cloud = await CloudStandIn.start(job.variables.BUCKET ?? '');
});
afterEach(() => cloud.stop());
afterAll(async () => {
  await here?.stop({ keepLogs: (globalThis as Failure).plinthTestFailed === true });
});

/** A run, with the token that the kubelet would put into its pod. */
async function run(token?: string): Promise<RunResult> {
  const { vault, workspace } = here;
  const addresses = {
    METADATA_SERVER: cloud.address,
    STORAGE: cloud.address,
    TOKEN_FILE: workspace.write('token', token ?? (await here.token({ namespace, role: ROLE }))),
    VAULT_ADDR: vault.address,
    VAULT_CACERT: vault.place.tls.authority,
  };
  return job.run(addresses, { engines, workspace });
}

async function tokens(): Promise<readonly unknown[]> {
  return (await here.vault.root.succeed('list', 'auth/token/accessors')).data?.keys as readonly unknown[];
}

test('a copy is in the bucket, and gives everything back in a new Vault', async () => {
  const began = Date.now();
  const { code, output } = await run();
  expect({ code, output }).toEqual({
    code: 0,
    output: expect.stringMatching(/^vault-\d{8}T\d{6}Z\.snap\.base64: \d+ bytes$/m),
  });
  const [[name, sent] = ['', Buffer.alloc(0)]] = cloud.objects;
  expect(output).toContain(`${name}: ${sent.length} bytes`);
  // BusyBox would end there.
  expect(sent.includes(0)).toBe(false);
  const bytes = Buffer.from(sent.toString(), 'base64');
  const copied = Date.now();

  const fresh = await VaultServer.start({ engines, workspace: here.workspace, name: 'fresh' });
  try {
    const restored = await fresh.root.send('POST', 'sys/storage/raft/snapshot-force', bytes);
    expect(restored.status).toBe(204);
    fresh.sharesStoreOf(here.vault);
    await until('it asks for the key of the other', async () => {
      await fresh.unseal();
      return (await fresh.health()) === 200;
    });
    expect((await fresh.root.succeed('read', kvData(PATH))).data?.data).toEqual({
      value: 'somebody put this here',
    });
    const policies = async (server: VaultServer) =>
      (await server.root.succeed('list', 'sys/policies/acl')).data?.keys;
    expect(await policies(fresh)).toEqual(await policies(here.vault));
  } finally {
    await fresh.stop();
  }
  measured('Vault', {
    what: `${bytes.length} bytes copied into a bucket; restored into a new Vault`,
    seconds: `${((copied - began) / 1000).toFixed(1)}; ${((Date.now() - copied) / 1000).toFixed(1)}`,
  });
});

test('its login ends with it, and neither login nor identity is in what it says', async () => {
  const before = await tokens();
  const { output } = await run();
  expect(await tokens()).toEqual(before);
  expect(output).not.toMatch(/hvs\.|eyJ/);
  expect(output).not.toContain(cloud.identity);
});

test('a second copy stands beside the first', async () => {
  await run();
  const [first = ''] = cloud.objects.keys();
  const bytes = cloud.objects.get(first);
  await until('another second', async () => (await run()).code === 0 && cloud.objects.size === 2);
  expect(cloud.objects.get(first)).toBe(bytes);
});

describe('it fails, and nothing is lost', () => {
  test.each([401, 403, 404, 412, 500, 503])('when the bucket refuses it with %i', async (status) => {
    cloud.objects.set('vault-20261101T000000Z.snap.base64', Buffer.from('an older copy'));
    cloud.refusal = status;
    const { code, output } = await run();
    expect({ code, output }).toEqual({
      code: 1,
      output: expect.stringContaining('no snapshot: the bucket refused it'),
    });
    expect([...cloud.objects]).toEqual([
      ['vault-20261101T000000Z.snap.base64', Buffer.from('an older copy')],
    ]);
  });

  test('when not all of it arrives', async () => {
    cloud.arrives = 1000;
    expect(await run()).toEqual({
      code: 1,
      output: expect.stringContaining('no snapshot: the bucket has not all of it'),
    });
  });

  test('when nobody says who it is', async () => {
    await cloud.stop();
    expect(await run()).toEqual({
      code: 1,
      output: expect.stringContaining('no snapshot: the metadata server gave no identity'),
    });
  });

  test.each([
    [
      'its token is made for somebody else',
      { namespace, role: ROLE },
      'https://kubernetes.default.svc.cluster.local',
    ],
    ['its token is of another ServiceAccount', { namespace: 'exchange', role: 'ledger' }, undefined],
  ] as const)('when %s', async (_, who, audience) => {
    const { code, output } = await run(await here.token(who, audience));
    expect({ code, output }).toEqual({
      code: 1,
      output: expect.stringContaining('no snapshot: Vault refused the login'),
    });
    expect(cloud.objects.size).toBe(0);
  });

  test('when Vault is sealed', async () => {
    const { vault } = here;
    await vault.root.succeed('write', 'sys/seal');
    try {
      expect(await run()).toEqual({
        code: 1,
        output: expect.stringContaining('no snapshot: Vault refused the login'),
      });
    } finally {
      await vault.unseal();
      await vault.serves();
    }
    expect(cloud.objects.size).toBe(0);
  });
});
