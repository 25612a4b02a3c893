import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ADMINISTRATORS_POLICY, VAULT_MOUNTS } from '@plinth/model';
import { CHECKOUT, plinth, type Run, shell } from '../cli/run-plinth';
import { engines } from './_cluster';
import { VaultOfEnvironment } from './vault-access/vault-of-environment';

const GUIDE = readFileSync(join(CHECKOUT, 'docs/guides/certificates-outside.md'), 'utf8');
const [, POLICY = ''] = /^```hcl\n(.*?)^```$/ms.exec(GUIDE) ?? [];
const LIST = 'certificates.json';

/** The blocks that somebody types, but for what only a cluster answers. */
const typedBy = (who: string) =>
  [...GUIDE.matchAll(new RegExp(`^\`\`\`sh\n# ${who}\n(.*?)^\`\`\`$`, 'gms'))].map(([, text = '']) =>
    text
      .trim()
      .split('\n')
      .filter((line) => !/^(?:kubectl|kill|export VAULT_ADDR) ?/.test(line)),
  );
const [settings = [], group = []] = typedBy('administrator');
const [login = []] = typedBy('root');
const [opening = []] = typedBy('machine, once');
const [daily = []] = typedBy('machine, every day');

let here: VaultOfEnvironment;
let programs: string;
let administrator: string;

beforeAll(async () => {
  const found = await engines();
  programs = dirname(found.path('vault'));
  here = await VaultOfEnvironment.start('dev', found);
  administrator = await tokenWith(ADMINISTRATORS_POLICY);
  here.workspace.write('certificates-outside.hcl', POLICY);
  const { data } = await here.vault.root.succeed('read', `${VAULT_MOUNTS.pkiRoot}/cert/ca`);
  const authorities = [{ name: 'root', certificate: `${String(data?.certificate).trim()}\n` }];
  here.workspace.write('authorities.json', JSON.stringify(authorities));
  here.workspace.write(
    LIST,
    JSON.stringify({
      authorities: 'authorities.json',
      certificates: [
        {
          name: 'broker',
          owner: 'exchange',
          pki: { mount: 'pki', role: 'outside' },
          dnsNames: ['broker.outside.acme.example'],
          life: '2160h',
          renewBefore: '720h',
          key: 'P-256',
          kv: { mount: 'kv', path: 'certificates/broker' },
        },
      ],
    }),
  );
});
afterAll(() => here?.stop());

async function tokenWith(policy: string): Promise<string> {
  const { auth } = await here.vault.root.succeed('write', 'auth/token/create', {
    policies: [policy],
    ...(policy !== 'root' && { no_default_policy: true }),
  });
  return auth?.client_token ?? '';
}

const variables = (VAULT_TOKEN?: string) => ({
  VAULT_ADDR: here.vault.address,
  VAULT_CACERT: here.vault.place.tls.authority,
  VAULT_TOKEN,
  HOME: here.workspace.file(),
  PATH: `${programs}:${process.env.PATH}`,
});

/** Types lines one after the other, and stops at the first that fails. */
const type = (lines: readonly string[], token?: string): Promise<Run> =>
  shell(['set -e', ...lines].join('\n'), { cwd: here.workspace.file(), variables: variables(token) });

const check = (token: string): Promise<Run> =>
  plinth(['certs', 'check', '--list', LIST], { cwd: here.workspace.file(), variables: variables(token) });

test('an administrator makes the role and its rights with the everyday token, and no login', async () => {
  expect(settings.length).toBe(3);
  expect(await type(settings, administrator)).toMatchObject({ code: 0 });
  expect(await type(login.slice(0, 1), administrator)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('permission denied'),
  });
});

test('with the login that a token of root makes, the machine renews what the list says, and its token ends', async () => {
  const root = await tokenWith('root');
  expect(await type(login, root)).toMatchObject({ code: 0 });
  expect(await type(['cp wrapped opened', ...opening])).toMatchObject({ code: 0 });
  const again = await type(['VAULT_TOKEN="$(cat opened)" vault unwrap']);
  expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining('wrapping token is not valid') });

  expect(await type([...daily, 'echo "$VAULT_TOKEN" > ended'])).toMatchObject({ code: 0 });
  const { data } = await here.vault.root.succeed('read', 'kv/data/certificates/broker');
  expect(data?.data).toMatchObject({ issuedBy: 'pki/sign/outside' });
  for (const token of [root, readFileSync(here.workspace.file('ended'), 'utf8').trim()])
    expect((await here.vault.client(token).read('auth/token/lookup-self')).status).toBe(403);
});

test('a person in the group may do the same, and another may not', async () => {
  expect(await type(group, administrator)).toMatchObject({ code: 0 });
  const [, name = ''] = /identity\/group-alias name=(\S+)/.exec(group.join('\n')) ?? [];
  expect(await check(await signIn('a.keller', name))).toMatchObject({ code: 0 });
  expect(await check(await signIn('b.meier', 'others@acme.example'))).not.toMatchObject({ code: 0 });
});

test('an administrator takes the login back, with a token that has begun', async () => {
  const begun = await type([...daily.slice(0, 2), 'echo "$VAULT_TOKEN"']);
  const client = here.vault.client(begun.stdout.trim());
  expect((await client.read('kv/data/certificates/broker')).status).toBe(200);
  const [, away = ''] = /`(vault auth disable approle)`/.exec(GUIDE) ?? [];
  expect(await type([away], administrator)).toMatchObject({ code: 0 });
  expect((await client.read('kv/data/certificates/broker')).status).toBe(403);
  expect(await type(daily)).not.toMatchObject({ code: 0 });
});

/** As a browser and Vault's command line do together. */
async function signIn(name: string, ...groups: readonly string[]): Promise<string> {
  const anonymous = here.vault.client();
  const { data } = await anonymous.succeed('write', `auth/${VAULT_MOUNTS.oidc}/oidc/auth_url`, {
    redirect_uri: 'http://localhost:8250/oidc/callback',
    client_nonce: 'of this test',
  });
  const { code, state } = here.people.signIn({ name, groups }, String(data?.auth_url));
  const query = new URLSearchParams({ code, state, client_nonce: 'of this test' });
  const answer = await anonymous.succeed('read', `auth/${VAULT_MOUNTS.oidc}/oidc/callback?${query}`);
  return answer.auth?.client_token ?? '';
}
