import { tinyDependency as database, tinyFacts } from '@plinth/testing';
import { problemsOf, refuses } from './_refused';
import { environment, externalDependency } from './_untyped';

const facts = tinyFacts(1);
const second = tinyFacts(2);
const { cloud, network, dependencies } = facts;

describe('a range of the environment', () => {
  refuses({ code: 'network-range', fix: 'choose another range' }, [
    {
      title: 'proxies speak from among the pods',
      declare: () => environment('first', { ...facts, network: { ...network, proxies: '10.1.64.0/24' } }),
      where: 'first.network.proxies',
      found: '"10.1.64.0/24"',
      allowed: 'a range apart from network.pods (10.1.64.0/18)',
    },
    {
      title: 'endpoints are among the proxies',
      declare: () => environment('first', { ...facts, cloud: { ...cloud, endpoints: '10.1.48.0/25' } }),
      where: 'first.cloud.endpoints',
      found: '"10.1.48.0/25"',
      allowed: 'a range apart from network.proxies (10.1.48.0/24)',
    },
    {
      title: 'two environments have their proxies in one place',
      declare: () =>
        environment('second', { ...second, network: { ...second.network, proxies: '10.1.48.0/25' } }),
      where: 'second.network.proxies',
      found: '"10.1.48.0/25"',
      allowed: 'a range apart from network.proxies of first (10.1.48.0/24)',
    },
    {
      title: 'two environments have their endpoints in one place',
      declare: () =>
        environment('second', { ...second, cloud: { ...second.cloud, endpoints: '10.1.201.0/25' } }),
      where: 'second.cloud.endpoints',
      found: '"10.1.201.0/25"',
      allowed: 'a range apart from cloud.endpoints of first (10.1.201.0/24)',
    },
    {
      title: 'a dependency is where pods are',
      declare: () => environment('first', { ...facts, dependencies: { 'shop-database': ['10.1.64.8/32'] } }),
      where: 'first.dependencies.shop-database[0]',
      line: 'shop-database',
      found: '"10.1.64.8/32"',
      allowed: 'a range apart from network.pods (10.1.64.0/18)',
    },
    {
      title: 'a dependency is where only databases of the cloud are',
      declare: () => environment('first', { ...facts, dependencies: { 'shop-database': ['10.1.201.8/32'] } }),
      where: 'first.dependencies.shop-database[0]',
      line: 'shop-database',
      found: '"10.1.201.8/32"',
      allowed: 'a range apart from cloud.endpoints (10.1.201.0/24)',
    },
    {
      title: 'a dependency is the database of another environment',
      declare: () =>
        environment('second', { ...second, dependencies: { 'shop-database': ['10.1.201.8/32'] } }),
      where: 'second.dependencies.shop-database[0]',
      line: 'shop-database',
      found: '"10.1.201.8/32"',
      allowed: 'a range apart from cloud.endpoints of first (10.1.201.0/24)',
    },
    {
      title: 'a dependency of an earlier environment is in a later one',
      declare: () => environment('first', { ...facts, dependencies: { 'shop-database': ['10.2.64.8/32'] } }),
      where: 'first.dependencies.shop-database[0]',
      line: 'shop-database',
      found: '"10.2.64.8/32"',
      allowed: 'a range apart from network.pods of second (10.2.64.0/18)',
    },
  ]);
  refuses({ code: 'network-range' }, [
    {
      title: 'it has too few addresses for proxies',
      declare: () => environment('first', { ...facts, network: { ...network, proxies: '10.1.48.0/27' } }),
      where: 'first.network.proxies',
      found: '"10.1.48.0/27"',
      allowed: 'a mask from /16 to /26',
      fix: 'write a /26',
    },
    {
      title: 'it has too few addresses for endpoints',
      declare: () => environment('first', { ...facts, cloud: { ...cloud, endpoints: '10.1.201.0/30' } }),
      where: 'first.cloud.endpoints',
      found: '"10.1.201.0/30"',
      allowed: 'a mask from /8 to /29',
      fix: 'write a /29',
    },
    {
      title: "it has no address for the last node beside Google's four",
      declare: () =>
        environment('first', { ...facts, maxNodes: 13, network: { ...network, nodes: '10.1.0.0/28' } }),
      where: 'first.network.nodes',
      found: '"10.1.0.0/28"',
      allowed: "at least 17 addresses (13 nodes and 4 of Google's)",
      fix: 'write a /27 or fewer nodes',
    },
    {
      title: 'it belongs to somebody on the internet',
      declare: () => environment('first', { ...facts, network: { ...network, nodes: '34.65.0.0/20' } }),
      where: 'first.network.nodes',
      found: '"34.65.0.0/20"',
      allowed: 'a range within 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 100.64.0.0/10',
      fix: 'choose a private range',
    },
  ]);

  test('holds the last node', () => {
    const nodes = { ...network, nodes: '10.1.0.0/28' };
    expect(problemsOf(environment('first', { ...facts, maxNodes: 12, network: nodes }))).toEqual([]);
  });
});

const sql = { ...database, cloudSql: { version: 'POSTGRES_17' } };
const shopDatabase = (differs: object = {}) => externalDependency('shop-database', { ...sql, ...differs });
const tier = { tier: 'db-custom-1-3840', disk: '20Gi' };

/** An environment that gives the database of the shop, so that another one can be looked at. */
const elsewhere = environment('second', {
  ...second,
  dependencies: { 'shop-database': ['10.2.201.11/32'] },
  cloud: { ...second.cloud, databases: { 'shop-database': tier } },
});
const databases = { 'shop-database': tier };
const at = ['10.1.201.11/32'];

describe('a database of ours', () => {
  refuses({ code: 'database' }, [
    {
      title: 'callers take it for something else than Cloud SQL',
      declare: () => [
        elsewhere,
        environment('first', {
          ...facts,
          dependencies: { 'shop-database': at },
          cloud: { ...cloud, databases },
        }),
        externalDependency('shop-database', { ...sql, trust: 'company-ca' }),
      ],
      where: 'shop-database.trust',
      found: '"company-ca"',
      allowed: /^"cloud-sql" for a dependency with `cloudSql`/,
      fix: 'write "cloud-sql"',
    },
    {
      title: 'it has two ports',
      declare: () => [
        elsewhere,
        environment('first', {
          ...facts,
          dependencies: { 'shop-database': at },
          cloud: { ...cloud, databases },
        }),
        externalDependency('shop-database', { ...sql, ports: { postgres: 5432, replica: 5433 } }),
      ],
      where: 'shop-database.ports',
      found: '{"postgres":5432,"replica":5433}',
      allowed: 'one port for a dependency with `cloudSql`, such as { postgres: 5432 }',
      fix: 'leave one',
    },
  ]);
  refuses({ code: 'no-database', found: 'nothing' }, [
    {
      title: 'an environment does not make it',
      declare: () => [
        elsewhere,
        shopDatabase(),
        environment('first', {
          ...facts,
          dependencies: { 'shop-database': ['10.1.200.11/32'] },
          cloud: { ...cloud, databases: {} },
        }),
      ],
      where: 'first.cloud.databases.shop-database',
      line: 'databases',
      allowed: 'size and tier of shop-database, which the base asks for with `cloudSql`',
      fix: /^add "shop-database" to `cloud\.databases` of first; it is asked for at test\/bad-input\/cloud-ranges\.test\.ts:\d+:\d+$/,
    },
    {
      title: 'an environment has no cloud in which it could be',
      declare: () => [elsewhere, shopDatabase(), environment('first', { ...facts, cloud: undefined })],
      where: 'first.cloud',
      allowed: 'size and tier of shop-database, which the base asks for with `cloudSql`',
      fix: /^add "shop-database" to `cloud\.databases` of first/,
    },
  ]);
  refuses({ code: 'database-address', where: 'first.dependencies.shop-database', line: 'shop-database' }, [
    {
      title: 'its address is not among the endpoints',
      declare: () => [
        elsewhere,
        shopDatabase(),
        environment('first', {
          ...facts,
          dependencies: { 'shop-database': ['10.1.200.11/32'] },
          cloud: { ...cloud, databases },
        }),
      ],
      found: '["10.1.200.11/32"]',
      allowed: 'one address with /32 within cloud.endpoints, which is 10.1.201.0/24',
      fix: /^choose one there that is free, or move cloud\.endpoints at test\/bad-input\/cloud-ranges/,
    },
    {
      title: 'it has a range instead of an address',
      declare: () => [
        elsewhere,
        shopDatabase(),
        environment('first', {
          ...facts,
          dependencies: { 'shop-database': ['10.1.201.0/28'] },
          cloud: { ...cloud, databases },
        }),
      ],
      found: '["10.1.201.0/28"]',
      allowed: /^one address with \/32/,
      fix: /^write its one address; the range stands at /,
    },
    {
      title: 'it has two addresses',
      declare: () => [
        elsewhere,
        shopDatabase(),
        environment('first', {
          ...facts,
          dependencies: { 'shop-database': ['10.1.201.11/32', '10.1.201.12/32'] },
          cloud: { ...cloud, databases },
        }),
      ],
      found: '["10.1.201.11/32","10.1.201.12/32"]',
      allowed: /^one address with \/32/,
      fix: /^write its one address/,
    },
  ]);
  refuses({}, [
    {
      title: 'another one has its address',
      declare: () => [
        shopDatabase(),
        externalDependency('till-database', sql),
        environment('second', {
          ...second,
          dependencies: { 'shop-database': ['10.2.201.11/32'], 'till-database': ['10.2.201.12/32'] },
          cloud: { ...second.cloud, databases: { ...databases, 'till-database': tier } },
        }),
        environment('first', {
          ...facts,
          dependencies: { 'shop-database': at, 'till-database': at },
          cloud: { ...cloud, databases: { ...databases, 'till-database': tier } },
        }),
      ],
      code: 'database-address',
      where: 'first.dependencies.till-database[0]',
      line: '10.1.201.11/32',
      found: '"10.1.201.11/32"',
      allowed: 'an address that shop-database does not have',
      fix: 'choose another one within cloud.endpoints',
    },
    {
      title: 'an environment makes it, and the base does not ask for it',
      declare: () => environment('first', { ...facts, cloud: { ...cloud, databases } }),
      code: 'unknown-database',
      where: 'first.cloud.databases.shop-database',
      line: 'tier',
      found: 'a database for "shop-database"',
      allowed: 'dependencies with `cloudSql`: none',
      fix: /^remove it, or say `cloudSql` of the dependency at packages\/testing\/src\/tiny-company\.ts:\d+:\d+$/,
    },
    {
      title: 'an environment makes one that nobody knows',
      declare: () => [
        elsewhere,
        shopDatabase(),
        environment('first', {
          ...facts,
          dependencies: { 'shop-database': at },
          cloud: { ...cloud, databases: { ...databases, 'shop-databse': tier } },
        }),
      ],
      code: 'unknown-database',
      where: 'first.cloud.databases.shop-databse',
      line: 'tier',
      found: 'a database for "shop-databse"',
      allowed: 'dependencies with `cloudSql`: shop-database',
      fix: 'did you mean "shop-database"?',
    },
  ]);

  test('is made where everything agrees', () => {
    const here = { ...facts, dependencies: { ...dependencies, 'shop-database': at } };
    const first = environment('first', { ...here, cloud: { ...cloud, databases } });
    expect(problemsOf([elsewhere, shopDatabase(), first])).toEqual([]);
  });
});
