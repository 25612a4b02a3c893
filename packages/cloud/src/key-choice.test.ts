import { keyKind, keyProblems, usersOf } from './key-choice';

const shop = { name: 'shop', member: 'serviceAccount:shop@acme-test.iam.gserviceaccount.com' };

test('a key that encrypts is in hardware and gets new versions', () => {
  expect(keyKind({ rotationDays: 90 })).toEqual({
    purpose: 'ENCRYPT_DECRYPT',
    rotationPeriod: '7776000s',
    versionTemplate: { algorithm: 'GOOGLE_SYMMETRIC_ENCRYPTION', protectionLevel: 'HSM' },
  });
});

test('a key in software is asked for', () => {
  expect(keyKind({ rotationDays: 1, level: 'SOFTWARE' })).toMatchObject({
    rotationPeriod: '86400s',
    versionTemplate: { protectionLevel: 'SOFTWARE' },
  });
});

test('a key that signs is in hardware and never rotated', () => {
  expect(keyKind({ algorithm: 'EC_SIGN_P384_SHA384' })).toEqual({
    purpose: 'ASYMMETRIC_SIGN',
    versionTemplate: { algorithm: 'EC_SIGN_P384_SHA384', protectionLevel: 'HSM' },
  });
});

test('users of a key are those for whom it is made', () => {
  expect(usersOf({ rotationDays: 90, users: [shop] })).toEqual([shop]);
  expect(usersOf({ algorithm: 'EC_SIGN_P256_SHA256', signers: [shop] })).toEqual([shop]);
  expect(usersOf({ rotationDays: 90 })).toEqual([]);
});

test.each([0, -1, 91, 1.5, Number.NaN, Number.POSITIVE_INFINITY])(
  'fails when a key rotates every %d days',
  (rotationDays) => {
    expect(keyProblems('keys', { disks: { rotationDays } })).toMatchObject([
      { code: 'key-rotation', where: 'keys.disks.rotationDays' },
    ]);
  },
);

test.each([
  'GOOGLE_SYMMETRIC_ENCRYPTION',
  'RSA_DECRYPT_OAEP_2048_SHA256',
  'HMAC_SHA256',
  'ec_sign_p256_sha256',
  '',
])('fails when a key is to sign with %j', (algorithm) => {
  expect(keyProblems('keys', { orders: { algorithm } })).toMatchObject([{ code: 'key-algorithm' }]);
});

test.each(['', 'Disks', 'disks/boot', '-disks', 'disks-', 'd'.repeat(64)])(
  'fails when a key is named %j',
  (name) => {
    expect(keyProblems('keys', { [name]: { rotationDays: 90 } })).toMatchObject([{ code: 'key-name' }]);
  },
);

test('fails when everybody may use a key', () => {
  const users = [{ name: 'all', member: 'allUsers' }];

  expect(keyProblems('keys', { disks: { rotationDays: 90, users } })).toMatchObject([
    { code: 'public-member', where: 'keys.disks' },
  ]);
});
