import { tinyNode as node, tinyWebService as shop, tinyDependency } from '@plinth/testing';
import { problemsOf, refuses } from './_refused';
import { externalDependency, statefulNode, webService } from './_untyped';

describe('a port', () => {
  refuses(
    {
      code: 'invalid-value',
      where: 'shop.ports.https',
      allowed: 'a port: a whole number from 1025 to 65535',
      fix: 'write for example 1025',
    },
    [
      { title: 'it is 0', declare: () => webService('shop', { ...shop, ports: { https: 0 } }), found: '0' },
      {
        title: 'it is 65536',
        declare: () => webService('shop', { ...shop, ports: { https: 65536 } }),
        found: '65536',
      },
      {
        title: 'it is below zero',
        declare: () => webService('shop', { ...shop, ports: { https: -1 } }),
        found: '-1',
      },
      {
        title: 'it wants privileges: 22',
        declare: () => webService('shop', { ...shop, ports: { https: 22 } }),
        found: '22',
      },
      {
        title: 'it wants privileges: 80',
        declare: () => webService('shop', { ...shop, ports: { https: 80 } }),
        found: '80',
      },
      {
        title: 'it wants privileges: 1024',
        declare: () => webService('shop', { ...shop, ports: { https: 1024 } }),
        found: '1024',
      },
      {
        title: 'it is text',
        declare: () => webService('shop', { ...shop, ports: { https: '8443' } }),
        found: '"8443"',
      },
      {
        title: 'it is a fraction',
        declare: () => webService('shop', { ...shop, ports: { https: 8443.5 } }),
        found: '8443.5',
      },
      {
        title: 'it is no number',
        declare: () => webService('shop', { ...shop, ports: { https: Number.NaN } }),
        found: 'NaN',
      },
      {
        title: 'it is endless',
        declare: () => webService('shop', { ...shop, ports: { https: Number.NEGATIVE_INFINITY } }),
        found: '-Infinity',
      },
      {
        title: 'it is null',
        declare: () => webService('shop', { ...shop, ports: { https: null } }),
        found: 'null',
      },
      {
        title: 'it is a bigint',
        declare: () => webService('shop', { ...shop, ports: { https: 8443n } }),
        found: '8443',
      },
    ],
  );
  refuses({ code: 'duplicate-port', fix: 'choose another number' }, [
    {
      title: 'a service uses one twice',
      declare: () => webService('shop', { ...shop, ports: { https: 8443, health: 8443 } }),
      where: 'shop.ports.health',
      found: '8443',
      allowed: 'a port that "https" does not use',
    },
    {
      title: 'it is the one that comes by itself',
      declare: () => webService('shop', { ...shop, ports: { https: 8081 } }),
      where: 'shop.ports.health',
      line: 'ports',
      found: '8081',
      allowed: 'a port that "https" does not use',
    },
    {
      title: 'it is the edge port of an exposed service',
      declare: () =>
        webService('shop', { ...shop, ports: { https: 8444 }, exposure: { type: 'public', path: '/shop' } }),
      where: 'shop.ports.edge',
      line: 'ports',
      found: '8444',
      allowed: 'a port that "https" does not use',
    },
    {
      title: 'a node uses one twice',
      declare: () => statefulNode('node', { ...node, ports: { rpc: 9944, peers: 9944 } }),
      where: 'node.ports.peers',
      found: '9944',
      allowed: 'a port that "rpc" does not use',
    },
  ]);
  test('fails when it has another name, and tells which is meant', () => {
    const problems = problemsOf(webService('shop', { ...shop, ports: { http: 8080 } }));

    expect(problems.map(({ code, found, fix }) => [code, found, fix])).toEqual([
      ['unknown-field', 'the unknown field "http"', 'did you mean "https"?'],
    ]);
  });

  refuses(
    {
      code: 'invalid-key',
      allowed:
        'a port name of 1 to 15 lower-case letters, digits and single hyphens with at least one letter',
      fix: 'shorten it, for example to "api"',
    },
    [
      {
        title: 'its name has 16 characters',
        declare: () => statefulNode('node', { ...node, ports: { 'http-port-is-too': 8080 } }),
        where: 'node.ports.http-port-is-too',
        found: 'the key "http-port-is-too"',
      },
      {
        title: 'its name has upper case',
        declare: () => statefulNode('node', { ...node, ports: { Rpc: 8080 } }),
        where: 'node.ports.Rpc',
        found: 'the key "Rpc"',
      },
      {
        title: 'its name is a number',
        declare: () => statefulNode('node', { ...node, ports: { 8080: 8080 } }),
        where: 'node.ports.8080',
        found: 'the key "8080"',
      },
      {
        title: 'its name is empty',
        declare: () => statefulNode('node', { ...node, ports: { '': 8080 } }),
        where: 'node.ports[""]',
        line: 'ports',
        found: 'the key ""',
      },
      {
        title: 'its name has an underscore',
        declare: () => statefulNode('node', { ...node, ports: { my_rpc: 8080 } }),
        where: 'node.ports.my_rpc',
        found: 'the key "my_rpc"',
      },
    ],
  );
  refuses({}, [
    {
      title: 'a node has only the one that comes by itself',
      declare: () => statefulNode('node', { ...node, ports: { health: 8080 } }),
      code: 'no-port',
      where: 'node.ports',
      found: '{"health":8080}',
      allowed: 'at least one port beside `health`',
      fix: 'name the port that callers use',
    },
    {
      title: 'a web service has none that others call',
      declare: () => webService('shop', { ...shop, ports: { health: 8080, edge: 8444 } }),
      code: 'no-port',
      where: 'shop.ports',
      found: '{"health":8080,"edge":8444}',
      allowed: 'a port `https`, a port `grpc`, or both',
      fix: 'write for example { https: 8443 }',
    },
    {
      title: 'a dependency listens on none',
      declare: () => externalDependency('shop-database', { ...tinyDependency, ports: { postgres: 0 } }),
      code: 'invalid-value',
      where: 'shop-database.ports.postgres',
      found: '0',
      allowed: 'a port: a whole number from 1 to 65535',
      fix: 'write for example 3',
    },
  ]);

  test('of a dependency may be one of the privileged', () => {
    const dependency = externalDependency('shop-database', { ...tinyDependency, ports: { https: 443 } });

    expect(problemsOf(dependency)).toEqual([]);
  });
});

describe('a user id', () => {
  const image = { repository: 'chain/node', reason: 'its files belong to this id' };

  refuses(
    {
      code: 'invalid-value',
      where: 'shop.image.uid',
      allowed: 'a user id that is not root: a whole number from 1 to 2147483647',
      fix: 'write for example 3',
    },
    [
      {
        title: 'it is root',
        declare: () => webService('shop', { ...shop, image: { ...image, uid: 0 } }),
        found: '0',
      },
      {
        title: 'it is 2^31',
        declare: () => webService('shop', { ...shop, image: { ...image, uid: 2 ** 31 } }),
        found: '2147483648',
      },
      {
        title: 'it is below zero',
        declare: () => webService('shop', { ...shop, image: { ...image, uid: -1 } }),
        found: '-1',
      },
      {
        title: 'it is text',
        declare: () => webService('shop', { ...shop, image: { ...image, uid: '1000' } }),
        found: '"1000"',
      },
      {
        title: 'it is a name',
        declare: () => webService('shop', { ...shop, image: { ...image, uid: 'root' } }),
        found: '"root"',
      },
      {
        title: 'it is a fraction',
        declare: () => webService('shop', { ...shop, image: { ...image, uid: 1000.5 } }),
        found: '1000.5',
      },
      {
        title: 'it is no number',
        declare: () => webService('shop', { ...shop, image: { ...image, uid: Number.NaN } }),
        found: 'NaN',
      },
    ],
  );

  test.each([1, 999, 9999, 10_000, 65_532, 2 ** 31 - 1])('may be %d, with a reason', (uid) => {
    expect(problemsOf(webService('shop', { ...shop, image: { ...image, uid } }))).toEqual([]);
  });
});
