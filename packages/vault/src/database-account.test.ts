import { accountStatements } from './database-account';

const owner = { schema: 'shop', reader: 'shop:read', reads: ['stock:read', 'audit:read', 'stock:read'] };
const { creation, renewal, revocation } = accountStatements(owner, 'cloudsqlsuperuser');

test('all of it is done as the administrator, for the length of one transaction', () => {
  for (const [first] of [creation, renewal, revocation])
    expect(first).toBe('SET LOCAL ROLE "cloudsqlsuperuser"');
});

test('before anything is taken back, nobody gets in any more: that is committed', () => {
  const act = 'SET LOCAL ROLE "cloudsqlsuperuser"';
  const [, lockOut, ...later] = revocation;
  expect(lockOut).toContain('NOLOGIN');
  expect(later.slice(0, 3)).toEqual(['COMMIT', 'BEGIN', act]);
});

/** Vault takes such a text as it is, and splits every other one at semicolons. */
const isWhole = (statement: string) => /\bEND\b/.test(statement.replace(/".*?"|'.*?'/g, ''));

test('no statement is split by Vault where it must not be', () => {
  for (const statement of [...creation, ...renewal, ...revocation])
    expect(isWhole(statement)).toBe(statement.includes(';'));
});

test('the same readers are the same text, in whatever order and however often they come', () => {
  const other = { ...owner, reads: ['audit:read', 'stock:read'] };
  expect(accountStatements(other, 'cloudsqlsuperuser').creation).toEqual(creation);
});

test('names are quoted as names and as texts', () => {
  const odd = accountStatements({ schema: `o"d'd`, reader: 'r', reads: [] }, 'a"b');
  expect(odd.creation[0]).toBe('SET LOCAL ROLE "a""b"');
  expect(odd.creation[1]).toContain(`rolname = 'o"d''d'`);
  expect(odd.creation[1]).toContain(`CREATE ROLE "o""d'd" NOLOGIN`);
});

test('who reads nobody is a member of nothing', () => {
  const [, setUp] = accountStatements({ ...owner, reads: [] }, 'cloudsqlsuperuser').creation;
  expect(setUp).toContain(`granted.rolname <> ALL (ARRAY[]::text[])`);
});
