import { vault } from '@plinth/model';
import {
  tinyWebService as shop,
  tinyCloudSql,
  tinyCompany,
  tinyDependency,
  tinyFacts,
  tinyJob,
  tinyReleases,
  tinySquad,
} from '@plinth/testing';
import { problemsOf, refuses } from './_refused';
import { TINY_RELEASE } from './_releases';
import { environment, externalDependency, scheduledJob, squad, webService } from './_untyped';

const withSecret = (secret: unknown, more: object = {}) =>
  webService('shop', { ...shop, ...more, secrets: { key: secret } });

const bank = squad('bank', { ...tinySquad, fallback: 'retail' });

describe('secrets', () => {
  refuses({ code: 'invalid-value' }, [
    {
      title: 'there are none of them',
      declare: () => webService('shop', { ...shop, secrets: {} }),
      where: 'shop.secrets',
      found: 'no secret',
      allowed: 'at least one secret',
      fix: 'declare one, or leave `secrets` out',
    },
  ]);
});

describe('who is told of a change', () => {
  refuses({ code: 'reload-unheard' }, [
    {
      title: 'it is a job, which listens to nobody',
      declare: () =>
        scheduledJob('report', {
          ...tinyJob,
          secrets: { key: vault.kv('retail/a', { reload: '/-/reload' }) },
        }),
      where: 'report.secrets.key.reload',
      line: 'vault.kv(',
      found: '"/-/reload"',
      allowed: '`reload` of programs with a health port, which a scheduled job has not',
      fix: 'remove it: each run reads its files anew',
    },
  ]);
  const wrong = {
    code: 'invalid-value',
    where: 'shop.secrets.key.reload',
    line: 'secrets: { key',
    allowed: 'a path of the health port, such as "/-/reload"',
    fix: 'write a path that starts with one slash, without host, query, "." and ".."',
  };
  refuses(wrong, [
    {
      title: 'it is on another host',
      declare: () => withSecret(vault.kv('retail/a', { reload: '//elsewhere.example/reload' })),
      found: '"//elsewhere.example/reload"',
    },
    {
      title: 'it leads up',
      declare: () => withSecret(vault.kv('retail/a', { reload: '/x/../../y' })),
      found: '"/x/../../y"',
    },
    {
      title: 'it ends upwards',
      declare: () => withSecret(vault.kv('retail/a', { reload: '/x/..' })),
      found: '"/x/.."',
    },
    {
      title: 'it stays where it is',
      declare: () => withSecret(vault.kv('retail/a', { reload: '/./y' })),
      found: '"/./y"',
    },
  ]);
});

describe('a secret of the job before a roll-out', () => {
  const job = (secrets: readonly string[]) =>
    withSecret(vault.kv('retail/a'), { beforeRollout: { args: ['migrate'], secrets } });

  refuses({ found: '"kee"' }, [
    {
      title: 'the service has none of that name',
      declare: () => job(['kee']),
      code: 'unknown-secret',
      where: 'shop.beforeRollout.secrets[0]',
      line: 'secrets: { key',
      allowed: 'secrets that shop declares: key',
      fix: 'did you mean "key"?',
    },
    {
      title: 'the service has none at all',
      declare: () => webService('shop', { ...shop, beforeRollout: { args: ['migrate'], secrets: ['kee'] } }),
      code: 'unknown-secret',
      where: 'shop.beforeRollout.secrets[0]',
      allowed: 'secrets that shop declares: it has none',
      fix: 'declare it under `secrets`',
    },
  ]);
  refuses({ code: 'duplicate-secret', found: '"key"' }, [
    {
      title: 'it is named twice',
      declare: () => job(['key', 'key']),
      where: 'shop.beforeRollout.secrets[1]',
      line: 'secrets: { key',
      allowed: 'each secret once',
      fix: 'remove one of the two',
    },
  ]);

  test('fails when it is declared wrongly, with that one mistake', () => {
    const broken = withSecret(vault.kv('*'), { beforeRollout: { args: ['migrate'], secrets: ['key'] } });
    expect(problemsOf(broken).map(({ where }) => where.replace(/^.*: /, ''))).toEqual([
      'shop.secrets.key.path',
    ]);
  });
});

/** No database of ours. */
const broker = externalDependency('broker', {
  ...tinyDependency,
  ports: { amqps: 5671 },
  trust: 'company-ca',
  reach: 'internet',
});
const company = (...services: ReturnType<typeof webService>[]) => [...tinyCloudSql(), broker, ...services];
const calling = { ...shop, calls: ['shop-database'] };
const account = (name: string, options = {}, more = {}) =>
  webService(name, { ...calling, ...more, secrets: { database: vault.database('shop-database', options) } });

describe('an account of a database', () => {
  refuses(
    {
      code: 'unknown-database',
      where: 'shop.secrets.database.database',
      allowed: 'a dependency with `cloudSql`: shop-database',
    },
    [
      {
        title: 'nobody declares the database',
        declare: () =>
          company(webService('shop', { ...calling, secrets: { database: vault.database('shop-databse') } })),
        line: 'vault.database(',
        found: '"shop-databse"',
        fix: 'did you mean "shop-database"?',
      },
      {
        title: 'it is of something that is no database of ours',
        declare: () =>
          company(webService('shop', { ...calling, secrets: { database: vault.database('broker') } })),
        line: 'vault.database(',
        found: '"broker"',
        fix: /^choose one of these, or use vault\.kv\(path\): only in databases of ours Vault makes accounts\. It is declared at test\/bad-input\/secrets\.test\.ts:\d+:\d+$/,
      },
    ],
  );
  refuses({ found: '"shop-database"', line: 'vault.database(' }, [
    {
      title: 'the service does not call the database',
      declare: () =>
        company(webService('shop', { ...shop, secrets: { database: vault.database('shop-database') } })),
      code: 'database-not-called',
      where: 'shop.secrets.database.database',
      allowed: 'databases that shop calls',
      fix: 'add "shop-database" to its `calls`: without that it does not get there',
    },
    {
      title: 'it is the second one of the same database',
      declare: () =>
        company(
          webService('shop', {
            ...calling,
            secrets: { database: vault.database('shop-database'), again: vault.database('shop-database') },
          }),
        ),
      code: 'duplicate-secret',
      where: 'shop.secrets.again.database',
      allowed: 'one account of each database, which is "database" here',
      fix: 'remove one of the two: both would be accounts with the same rights',
    },
  ]);
  refuses({ line: 'secrets: { database: vault.database(' }, [
    {
      title: 'it reads its own tables as those of another',
      declare: () => company(account('shop', { reads: ['shop'] })),
      code: 'self-read',
      where: 'shop.secrets.database.reads[0]',
      found: '"shop"',
      allowed: 'other services',
      fix: 'remove it: a service reads and writes its own schema by itself',
    },
    {
      title: 'it reads those of one service twice',
      declare: () => company(account('till'), account('shop', { reads: ['till', 'till'] })),
      code: 'duplicate-read',
      where: 'shop.secrets.database.reads[1]',
      found: '"till"',
      allowed: 'each service once',
      fix: 'remove one of the two',
    },
    {
      title: 'nobody is called like the one whose tables it reads',
      declare: () => company(account('till'), account('shop', { reads: ['tilll'] })),
      code: 'unknown-read',
      where: 'shop.secrets.database.reads[0]',
      found: '"tilll"',
      allowed: 'services of the squad retail with an account of shop-database: till',
      fix: 'did you mean "till"?',
    },
    {
      title: 'the one whose tables it reads has none there',
      declare: () => company(webService('till', shop), account('shop', { reads: ['till'] })),
      code: 'unknown-read',
      where: 'shop.secrets.database.reads[0]',
      found: '"till"',
      allowed: 'services of the squad retail with an account of shop-database: there is no other',
      fix: 'till has no schema in shop-database: ask its program instead, or declare its account there',
    },
  ]);

  const shopReadsLedger = account('shop', { reads: ['ledger'] });
  const ledger = account('ledger', {}, { squad: 'bank' });
  const refusal = {
    code: 'foreign-read',
    where: 'shop.secrets.database.reads[0]',
    line: 'secrets: { database: vault.database(',
    found: '"ledger"',
    allowed: 'services of the squad retail with an account of shop-database: till',
    fix: 'ask the squad bank for an interface, or move the data: whoever owns tables decides who reads them',
  };
  refuses(refusal, [
    {
      title: 'the one whose tables it reads is of another squad',
      declare: () => [bank, ...company(account('till'), ledger, shopReadsLedger)],
    },
    {
      title: 'the one whose tables it reads is of another squad and has none there',
      declare: () => {
        const without = webService('ledger', { ...shop, squad: 'bank' });
        return [bank, ...company(account('till'), without, shopReadsLedger)];
      },
    },
    {
      title: 'there is none of its squad to read',
      declare: () => [bank, ...company(ledger, shopReadsLedger)],
      allowed: 'services of the squad retail with an account of shop-database: there is no other',
    },
  ]);

  test('fails when the one whose tables it reads declares them wrongly, with that one mistake', () => {
    const problems = problemsOf(
      company(account('till', { format: 'xml' }), account('shop', { reads: ['till'] })),
    );
    expect(problems.map(({ where }) => where.replace(/^.*: /, ''))).toEqual(['till.secrets.database.format']);
  });

  test('may read the tables of a neighbour', () => {
    expect(problemsOf(company(account('till'), account('shop', { reads: ['till'] })))).toEqual([]);
  });

  test.each(['public', 'postgres', 'cloudsqlsuperuser', 'cloudsqladmin'])(
    'fails when the service is called %s, as the database calls something of its own',
    (name) => {
      expect(problemsOf(company(account(name)))).toEqual([
        {
          code: 'invalid-name',
          where: expect.stringMatching(new RegExp(`secrets\\.test\\.ts:\\d+:\\d+: ${name}$`)),
          found: `the name "${name}", which PostgreSQL or Cloud SQL has for its own`,
          allowed: 'names that are free as a role and as a schema of a database',
          fix: 'rename the service, or leave its vault.database out',
        },
      ]);
      expect(problemsOf(company(webService(name, shop)))).toEqual([]);
    },
  );
});

describe('a name', () => {
  refuses({ code: 'name-collision' }, [
    {
      title: 'it is that of the job before the roll-out of another service',
      declare: () => [
        webService('shop', { ...shop, beforeRollout: { args: ['migrate'] } }),
        webService('shop-before', shop),
      ],
      where: 'shop-before',
      found: 'the ServiceAccount "shop-before", which the job before the roll-out of shop has too',
      allowed: 'names that no job before a roll-out has',
      fix: 'rename the service',
    },
    {
      title: "it is that of the platform's own role",
      declare: () => webService('vault-snapshot', shop),
      where: 'vault-snapshot',
      found: 'the Google service account "vault-snapshot", which the platform has too',
      allowed: 'names that differ after shortening to 30 characters',
      fix: 'rename one of the two',
    },
  ]);

  test('may end like one when there is no such job', () => {
    expect(problemsOf(webService('shop-before', shop))).toEqual([]);
  });
});

describe('what fetches secrets', () => {
  const declarations = [
    withSecret(vault.kv('retail/a')),
    webService('till', { ...shop, secrets: { a: vault.kv('retail/b') } }),
  ];
  const releases = (agentIn: readonly string[]) =>
    new Map(
      [...tinyReleases(tinyCompany(...declarations))].map(([name, { file, text }]) => {
        const more = agentIn.includes(name) ? { 'vault-agent': TINY_RELEASE } : { 'vault-agent': undefined };
        return [name, { file, text: JSON.stringify({ ...JSON.parse(text), ...more }, undefined, 2) }];
      }),
    );

  test('fails when it has no release where services ask for secrets, once for all of them', () => {
    expect(problemsOf(declarations, releases(['first']))).toEqual([
      {
        code: 'agent-not-released',
        where: 'second/releases.json:2: vault-agent',
        found: 'no release of "vault-agent" in second',
        allowed: 'one where services with secrets have a release, as shop has',
        fix: 'add "vault-agent": { "version", "digest", "commit" } of the image hashicorp/vault',
      },
    ]);
    expect(problemsOf(declarations, releases(['first', 'second']))).toEqual([]);
  });

  test('is not asked for where nothing with secrets is released', () => {
    const nothing = [...releases([])].map(([name, { file }]) => [name, { file, text: '{}' }] as const);
    expect(problemsOf(declarations, new Map(nothing))).toEqual([]);
  });
});

describe('how people come to Vault', () => {
  const signIn = (ordinal: number, more: object = {}) => ({
    ...tinyFacts(ordinal),
    vault: {
      signIn: {
        issuer: 'https://login.acme.example/realms/staff',
        clientId: `vault-${ordinal}`,
        addresses: [`10.8.16.20/32`],
        ...more,
      },
      administrators: 'platform-admins@acme.example',
    },
  });

  refuses({ code: 'shared-between-environments' }, [
    {
      title: 'two environments are one client of the issuer',
      declare: () => [
        environment('first', signIn(1)),
        environment('second', signIn(2, { clientId: 'vault-1' })),
      ],
      where: 'second.vault.signIn.clientId',
      line: "environment('second'",
      found: '"vault-1"',
      allowed: 'a client of the issuer that first does not have',
      fix: 'register one for each environment: what is made for one Vault must not open another',
    },
  ]);
  refuses({ code: 'weaker-environment' }, [
    {
      title: 'an environment has no sign-in and the one before it has',
      declare: () => [environment('first', signIn(1)), environment('second', tinyFacts(2))],
      where: 'second.vault',
      line: "environment('second'",
      found: 'nothing',
      allowed: 'people who sign in to Vault by name, as first has, which is promoted from',
      fix: /^make it as strong, or change what stands at /,
    },
  ]);

  test('may come later than the other way round, and by another issuer under the same client', () => {
    expect(problemsOf(environment('second', signIn(2)))).toEqual([]);
    const other = signIn(2, { clientId: 'vault-1', issuer: 'https://login.acme.example/realms/other' });
    expect(problemsOf([environment('first', signIn(1)), environment('second', other)])).toEqual([]);
  });
});
