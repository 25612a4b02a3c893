import { UserError } from '@plinth/errors';
import { listedCertificate } from '@plinth/testing';
import { checkCertificates } from './check';
import { readCertificateList } from './list/certificate-list';
import { type VaultAnswer, type VaultRequests, VaultSession } from './vault/session';

const entry = (name: string, mount = 'kv') =>
  listedCertificate(name, { kv: { mount, path: `certificates/${name}` } });

/** What Vault answers where nothing was ever written, where no store is and to who may not read; and what others do. */
const ANSWERS: Readonly<Record<string, VaultAnswer>> = {
  kv: { status: 404, body: { errors: [] } },
  none: { status: 404, body: { errors: ['no handler for route "none/data/certificates"'] } },
  // As it comes from the way there: without JSON.
  page: { status: 404, body: { errors: [''] } },
  moved: { status: 307, body: { errors: [''] } },
  closed: { status: 403, body: { errors: ['permission denied'] } },
};

class Vault implements VaultRequests {
  readonly address = 'http://127.0.0.1:8200';

  async send(_: 'GET' | 'POST', path: string): Promise<VaultAnswer> {
    const answer = ANSWERS[path.split('/')[0] ?? ''];
    if (answer !== undefined) return answer;
    const sealed = { found: 'a Vault that is sealed', allowed: 'one that is open', fix: 'open it' };
    throw new UserError({ code: 'vault-answer', where: this.address, ...sealed });
  }
}

async function check(...entries: readonly object[]) {
  const { list } = readCertificateList({ authorities: 'authorities.crt', certificates: entries }, '/machine');
  if (list === undefined) throw new Error('the list of this test is right');
  const turns = { run: <T>(work: () => Promise<T>) => work() };
  return await checkCertificates(list, {
    session: new VaultSession(new Vault()),
    authorities: [],
    now: 0,
    turns,
  });
}

test('what Vault refuses for one certificate stands with it, and the others are judged', async () => {
  const checked = await check(entry('broker', 'none'), entry('desk'), entry('ledger', 'closed'));
  expect(checked).toMatchObject([
    {
      name: 'broker',
      owner: 'exchange',
      version: 0,
      problems: [{ code: 'vault-store', where: 'none/data/certificates/broker' }],
    },
    { name: 'desk', version: 0, problems: [{ code: 'missing' }] },
    { name: 'ledger', problems: [{ code: 'vault-token', where: 'closed/data/certificates/ledger' }] },
  ]);
});

test('fails when Vault answers nothing any more, whatever was judged before', async () => {
  await expect(check(entry('desk'), entry('broker', 'sealed'))).rejects.toThrow('a Vault that is sealed');
});

test.each([
  ['a page', 'page', 'answers that are not Vault’s'],
  ['the way to somewhere else', 'moved', 'answers with status 307'],
])('fails when what answers is no Vault but %s, and says so once', async (_, mount, found) => {
  await expect(check(entry('desk', mount), entry('broker', mount))).rejects.toMatchObject({
    problems: [{ code: 'vault-answer', where: 'http://127.0.0.1:8200', found, fix: 'look at VAULT_ADDR' }],
  });
});
