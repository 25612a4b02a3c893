import { DIGEST } from './chart.fixture';
import { ContainerUser } from './container-user';
import { Image } from './image';
import { expectProblem } from './problem.fixture';

const HOST = 'europe-west1-docker.pkg.dev';

test('an image from its parts is the image from its reference', () => {
  const parts = {
    registry: `${HOST}/acme/apps`,
    repository: 'bank/ledger',
    version: '1.4.2',
    digest: DIGEST,
  };
  const reference = `${HOST}/acme/apps/bank/ledger:1.4.2@${DIGEST}`;
  expect(Image.of(parts)).toEqual(Image.parse(reference));
  expect(Image.parse(reference)).toMatchObject({ reference, version: '1.4.2', user: { uid: 65532 } });
});

test('a registry may have a port', () => {
  expect(Image.parse(`registry.example.com:5000/app:1@${DIGEST}`).version).toBe('1');
});

const DIGESTS = 'sha256: and 64 hexadecimal digits';
test.each([
  {
    image: `${HOST}/acme/app@${DIGEST}`,
    code: 'image-version',
    found: 'no tag',
    allowed: 'a tag',
    fix: 'before the digest',
  },
  {
    image: `${HOST}/acme/app:latest@${DIGEST}`,
    code: 'image-latest',
    found: '"latest"',
    allowed: 'always means the same',
    fix: 'that was built',
  },
  {
    image: `${HOST}/acme/App:1@${DIGEST}`,
    code: 'image-path',
    found: 'App',
    allowed: 'in lower case',
    fix: 'as the registry shows it',
  },
  {
    image: `${HOST}/acme/../app:1@${DIGEST}`,
    code: 'image-path',
    found: '..',
    allowed: 'a path',
    fix: 'as the registry shows it',
  },
  {
    image: `${HOST}/acme/app:1`,
    code: 'image-digest',
    found: 'no digest',
    allowed: DIGESTS,
    fix: 'that the build printed',
  },
  {
    image: `${HOST}/acme/app:1@sha256:${'0'.repeat(63)}`,
    code: 'image-digest',
    found: '000',
    allowed: DIGESTS,
    fix: 'copy',
  },
  {
    image: `${HOST}/acme/app:1@sha256:${'0'.repeat(65)}`,
    code: 'image-digest',
    found: '000',
    allowed: DIGESTS,
    fix: 'copy',
  },
  {
    image: `${HOST}/acme/app:1@sha256:${'A'.repeat(64)}`,
    code: 'image-digest',
    found: 'AAA',
    allowed: 'lower case',
    fix: 'copy',
  },
  {
    image: `${HOST}/acme/app:1@sha1:${'0'.repeat(40)}`,
    code: 'image-digest',
    found: 'sha1',
    allowed: DIGESTS,
    fix: 'copy',
  },
  {
    image: `${HOST}/acme/app:1@sha256:`,
    code: 'image-digest',
    found: '"sha256:"',
    allowed: DIGESTS,
    fix: 'copy',
  },
  {
    image: `${HOST}/acme/app:1@${DIGEST}@${DIGEST}`,
    code: 'image-digest',
    found: 'sha256',
    allowed: DIGESTS,
    fix: 'copy',
  },
  {
    image: `registry.example.com:5000/app@${DIGEST}`,
    code: 'image-version',
    found: 'no tag',
    allowed: 'a tag',
    fix: ':1.4.2@',
  },
  {
    image: `app:1@${DIGEST}`,
    code: 'image-host',
    found: '"app"',
    allowed: 'a registry host with a domain',
    fix: 'docker.pkg.dev',
  },
  {
    image: `library/app:1@${DIGEST}`,
    code: 'image-host',
    found: 'library/app',
    allowed: 'with a domain',
    fix: 'for example',
  },
  {
    image: `10.0.0.1/app:1@${DIGEST}`,
    code: 'image-host',
    found: '10.0.0.1',
    allowed: 'with a domain',
    fix: 'for example',
  },
  {
    image: `${HOST}/acme/app:1 @${DIGEST}`,
    code: 'image-version',
    found: '"1 "',
    allowed: 'at most 63',
    fix: 'the version',
  },
  {
    image: `${HOST}/acme/app:1\n@${DIGEST}`,
    code: 'image-version',
    found: '\\n',
    allowed: 'at most 63',
    fix: 'the version',
  },
  {
    image: `${HOST}/acme/app:$(TAG)@${DIGEST}`,
    code: 'image-version',
    found: '$(TAG)',
    allowed: 'at most 63',
    fix: 'the version',
  },
  { image: 42, code: 'image', found: '42', allowed: 'text such as', fix: 'whole reference' },
])('fails when an image is $image', ({ image, ...expected }) => {
  expectProblem(() => Image.parse(image), expected);
});

test('the user of a third-party image comes with its reason', () => {
  const user = ContainerUser.thirdParty({ uid: 999, reason: 'the image owns its files as 999' });
  expect(user).toMatchObject({ uid: 999, reason: 'the image owns its files as 999' });
});

test.each([0, -1, 1.5, 2 ** 31, Number.NaN, '999'])('fails when a user is %p', (uid) => {
  const options = { uid: uid as number, reason: 'the image owns its files' };
  const expected = { code: 'container-user', found: '', allowed: '0 is root', fix: '65532' };
  expectProblem(() => ContainerUser.thirdParty(options), expected);
});
