import { listedCertificate } from '@plinth/testing';
import { readCertificateList } from '../list/certificate-list';
import { VaultSession } from '../vault/session';
import { claimed, claimOf } from './claim';

const [broker] =
  readCertificateList(
    {
      authorities: 'authorities.crt',
      certificates: [listedCertificate('broker')],
    },
    '/machine',
  ).list?.certificates ?? [];

/** How a claim is told that lies in Vault like this. */
async function told(data: unknown): Promise<string | undefined> {
  const session = new VaultSession({
    address: 'a Vault',
    send: async () => ({ status: 200, body: { data: { data, metadata: { version: 7 } } } }),
  });
  if (broker === undefined) throw new Error('the list has a mistake');
  const claim = await claimOf(session, broker.kv, 1);
  return claim && claimed(broker, claim).found;
}

const NOBODY = 'a run that does not say which, which renews it since a time that it does not say';

test.each([
  [
    { runner: 'process 7 of host lathe', since: 'noon' },
    'process 7 of host lathe, which renews it since noon',
  ],
  [{}, NOBODY],
  [{ runner: 7, since: null }, NOBODY],
  [{ runner: 'a\nline of theirs', since: '\u001b[2J' }, NOBODY],
])('a claim of %j holds', async (more, found) => {
  expect(await told({ version: 1, publicKey: 'of another', ...more })).toBe(found);
});

test.each([undefined, null, 'text', { version: 0 }, { version: 1 }, { version: 2, publicKey: 'of another' }])(
  '%j claims nothing of version 1',
  async (data) => {
    expect(await told(data)).toBeUndefined();
  },
);
