import { generateKeyPairSync } from 'node:crypto';

/** Put together here, so that no scanner takes them for somebody's. */
const of = (...parts: string[]) => parts.join('');
const letters = 'a1B2c3D4e5F6g7H8i9J0';
const hex = '0123456789abcdef';

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const PEM = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

/** Text that holds a key of each form, with what to call it. */
export const KEY_SAMPLES: readonly (readonly [kind: string, form: string, text: string])[] = [
  ['a private key', 'PKCS #8', PEM],
  ['a private key', 'PKCS #1', rsa.privateKey.export({ type: 'pkcs1', format: 'pem' }).toString()],
  ['a private key', 'SEC 1', privateKey.export({ type: 'sec1', format: 'pem' }).toString()],
  [
    'a private key',
    'encrypted',
    privateKey
      .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'a passphrase' })
      .toString(),
  ],
  ['a private key', 'in one line', PEM.replaceAll('\n', ' ')],
  ['a private key', 'with escaped line ends', JSON.stringify(PEM)],
  ['a private key', 'in a URL', encodeURIComponent(PEM)],
  ['a private key', 'cut off', of('-----BEGIN ', 'PRIVATE KEY-----')],
  ['a private key', 'of OpenSSH', of('-----BEGIN OPENSSH ', 'PRIVATE KEY-----\nb3BlbnNzaC1r')],
  ['a private key', 'of PGP', of('-----BEGIN PGP ', 'PRIVATE KEY BLOCK-----')],
  ['a private key', 'of PuTTY', of('PuTTY-User-', 'Key-File-3: ssh-ed25519')],
  ['a private key', 'of age', of('AGE-SECRET-', 'KEY-1', 'Q2W3E4R5'.repeat(8))],
  ['a private key', 'of a service account', JSON.stringify({ type: 'service_account', private_key: PEM })],
  ['a private key', 'in DER', privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64')],
  [
    'a private key',
    'in DER, PKCS #1',
    rsa.privateKey.export({ type: 'pkcs1', format: 'der' }).toString('base64'),
  ],
  ['a private key', 'in DER, SEC 1', privateKey.export({ type: 'sec1', format: 'der' }).toString('base64')],
  [
    'a private key',
    'in DER, Edwards curve',
    generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64'),
  ],
  [
    'a private key',
    'the inside of OpenSSH',
    Buffer.from('openssh-key-v1\0 and more bytes').toString('base64'),
  ],
  ['a signed token', 'JWT', of('eyJhbGciOiJIUzI1NiJ9', '.', 'eyJzdWIiOiIxMjM0In0', '.', 'c2lnbmF0dXJl')],
  ['a signed token', 'JWE', of('eyJhbGciOiJkaXIifQ', '..', letters, '.', letters, '.', letters)],
  ['an access key of AWS', 'long', of('AKIA', 'ABCDEFGHIJKLMNOP')],
  ['an access key of AWS', 'short', of('ASIA', 'ABCDEFGHIJKLMNOP')],
  ['a secret key of AWS', 'in its file', of('aws_secret_', 'access_key = ', letters, letters)],
  ['a secret key of AWS', 'in JSON', of('{"SecretAccess', 'Key":"', letters, letters, '"}')],
  ['an API key of Google', 'API key', of('AIza', 'a1B2c'.repeat(7))],
  ['a token of Google', 'client secret', of('GOCSPX-', letters, 'a1B2c3D4')],
  ['a token of Google', 'access token', of('ya29.', letters)],
  ['a token of GitHub', 'classic', of('ghp', '_', 'a1B2'.repeat(9))],
  ['a token of GitHub', 'fine-grained', of('github_pat', '_', letters, letters)],
  ['a token of GitLab', 'personal', of('glpat', '-', letters)],
  ['a token of GitLab', 'of a runner', of('glrt', '-', letters)],
  ['a token of Slack', 'bot', of('xoxb', '-', '123456789012-abcdef')],
  ['a token of Slack', 'app', of('xapp', '-1-', letters)],
  ['a token of Slack', 'hook', of('https://hooks.slack.com/', 'services/T0000/B0000/', letters)],
  ['a key of Stripe', 'live', of('sk', '_live_', 'a1B2c3D4e5F6g7H8')],
  ['a key of Stripe', 'of a hook', of('whsec', '_', letters, 'a1B2c3D4')],
  ['a token of Vault', 'service', of('hvs', '.', letters, 'k1L2')],
  ['a token of Vault', 'batch', of('hvb', '.', letters, 'k1L2')],
  ['a token of Vault', 'recovery', of('hvr', '.', letters, 'k1L2')],
  ['a token of Vault', 'old', of('s', '.', letters, 'k1L2')],
  ['a key of Azure', 'storage', of('AccountName=a;Account', 'Key=', 'a1B2'.repeat(21), 'a1==')],
  ['a key of Azure', 'bus', of('SharedAccess', 'Key=', 'a1B2'.repeat(10), 'a1B=')],
  ['a key of Azure', 'client secret', of('abc8', 'Q~', 'a1B2'.repeat(8), 'a1')],
  ['a signed URL', 'SAS', of('https://a.blob.core.windows.net/b?sv=2024&', 'sig=', 'a1B2'.repeat(10), '%3D')],
  ['a token of npm', 'access', of('npm', '_', 'a1B2'.repeat(9))],
  ['a token of npm', 'in its file', of('//registry.example/:_auth', 'Token=', letters)],
  ['a token of PyPI', 'API', of('pypi-', 'AgEIcHlwaS5vcmc', letters, letters)],
  ['a key of SendGrid', 'API', of('SG', '.', 'a1B2'.repeat(5), 'a1.', 'a1B2'.repeat(10), 'a1B')],
  ['a key of Twilio', 'API', of('SK', hex, hex)],
  ['a key of Twilio', 'by its name', of('TWILIO_AUTH_', 'TOKEN=', hex, hex)],
  ['a token of Telegram', 'bot', of('1234567890', ':AA', 'a1B2'.repeat(8), 'a')],
  ['a token of DigitalOcean', 'personal', of('dop', '_v1_', hex.repeat(4))],
  ['a token of Docker', 'personal', of('dckr', '_pat_', letters)],
  ['a token of Pulumi', 'access', of('pul', '-', hex, hex, '01234567')],
  ['a token of Atlassian', 'API', of('ATATT', '3', letters.repeat(3))],
  ['a key of a model', 'one', of('sk', '-ant-', letters)],
  ['a key of a model', 'another', of('hf', '_', 'aBcD'.repeat(8), 'aB')],
  [
    'a connection string with a password',
    'PostgreSQL',
    of('postgres://', 'ledger:hunter2', '@db.example:5432/ledger'),
  ],
  ['a connection string with a password', 'RabbitMQ', of('amqps://', 'ledger:hunter2', '@broker.example')],
  [
    'a connection string with a password',
    'MongoDB',
    of('mongodb+srv://', 'ledger:hunter2', '@db.example/?a=b'),
  ],
  [
    'a connection string with a password',
    'Redis, nameless',
    of('redis://', ':hunter2', '@cache.example:6379'),
  ],
  [
    'a connection string with a password',
    'JDBC',
    of('jdbc:postgresql://db.example/ledger?user=a&', 'password=hunter2'),
  ],
  ['a connection string with a password', 'ODBC', of('Server=db.example;Uid=ledger;', 'Pwd=hunter2;')],
  [
    'a connection string with a password',
    'a page',
    of('https://', 'ledger:hunter2', '@code.example/repo.git'),
  ],
];

/** Text that is no secret, however it looks. */
export const HARMLESS_SAMPLES: readonly (readonly [what: string, text: string])[] = [
  [
    'a certificate',
    '-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgIUQ2hlY2tpbmdUaGF0Tm90aGluZ0hlcmUwCgYIKoZIzj0E\n',
  ],
  ['a public key', publicKey.export({ type: 'spki', format: 'pem' }).toString()],
  ['a public key in DER', publicKey.export({ type: 'spki', format: 'der' }).toString('base64')],
  ['an RSA public key in DER', rsa.publicKey.export({ type: 'pkcs1', format: 'der' }).toString('base64')],
  [
    'a public key in base64',
    Buffer.from(publicKey.export({ type: 'spki', format: 'pem' })).toString('base64'),
  ],
  ['a public key of OpenSSH', 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ0mPq9Fv2mKkVw1a3nq0Qn5cZ0m2 a@b'],
  ['the head of a token', 'eyJhbGciOiJIUzI1NiJ9'],
  ['a prefix', 'AKIA'],
  ['a prefix with a word', 'ghp_token'],
  ['a file of a key', 'keys/private-key.pem'],
  ['a digest', `sha256:${'a1'.repeat(32)}`],
  ['a digest in base64', 'sha512-KJ3o2DKtIkvYIK3UENzmM7KCkRr/rE9/Qpg6aAZGJwFDMVNA/GpGFF93hXpG5KkN'],
  ['a commit', '818ca8b3575ea937ca48b640baf35e1b2ede1833'],
  ['a UUID', '0f8fad5b-d9cb-469f-a165-70867728950e'],
  ['an image', `europe-west6-docker.pkg.dev/acme-prod/apps/ledger:4.2.0@sha256:${'0f'.repeat(32)}`],
  ['a host', 'vault-active.vault.svc.cluster.local:8200'],
  ['a page', 'https://login.acme.example:8443/realms/staff?client=a&scope=openid'],
  ['a mailbox', 'mailto:exchange-oncall@acme.example'],
  ['a SPIFFE id', 'spiffe://prod.acme.example/ns/exchange/sa/ledger'],
  ['a password from a variable', 'postgres://ledger:${PASSWORD}@db.example/ledger'],
  ['a password from Kubernetes', 'postgres://ledger:$(PASSWORD)@db.example/ledger'],
  ['a password from a template', 'postgres://{{ .Data.username }}:{{ .Data.password }}@db.example/ledger'],
  ['a password to be filled in', 'postgres://ledger:<password>@db.example/ledger'],
  ['ciphertext of Pulumi', 'v1:b3BxLWl2LW9uZQ==:Q2lwaGVydGV4dCB0aGF0IG5vYm9keSByZWFkcw=='],
  ['a sentence', 'The Secret Access Key of this bucket is kept in Vault, and nowhere else.'],
  [
    'base64 of prose',
    Buffer.from('The quick brown Fox jumps over the lazy Dog. '.repeat(3)).toString('base64'),
  ],
  ['a name in camel case', 'aVeryLongNameInCamelCaseThatLooksLikeBase64ButIsNone'],
];
