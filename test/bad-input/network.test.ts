import { tinyWebService as shop, tinyFacts } from '@plinth/testing';
import { problemsOf, refuses } from './_refused';
import { environment, webService } from './_untyped';

const facts = tinyFacts(1);
const { network } = facts;

/** Somebody else's cloud, of which nothing is said. */
const elsewhere = { ...tinyFacts(2), cloud: undefined };

describe('a network range', () => {
  refuses(
    {
      code: 'invalid-value',
      where: 'first.network.nodes',
      allowed:
        'an IPv4 network without host bits, such as "10.20.0.0/20" or "10.20.0.5/32", and never 0.0.0.0/0',
      fix: 'write the network address and its mask',
    },
    [
      {
        title: 'it has no mask',
        declare: () => environment('first', { ...facts, network: { ...network, nodes: '10.1.0.0' } }),
        found: '"10.1.0.0"',
      },
      {
        title: 'it has host bits',
        declare: () => environment('first', { ...facts, network: { ...network, nodes: '10.0.0.1/8' } }),
        found: '"10.0.0.1/8"',
      },
      {
        title: 'it is everywhere',
        declare: () => environment('first', { ...facts, network: { ...network, nodes: '0.0.0.0/0' } }),
        found: '"0.0.0.0/0"',
      },
      {
        title: 'it is half of everywhere',
        declare: () => environment('first', { ...facts, network: { ...network, nodes: '0.0.0.0/1' } }),
        found: '"0.0.0.0/1"',
      },
      {
        title: 'it is everywhere in IPv6',
        declare: () => environment('first', { ...facts, network: { ...network, nodes: '::/0' } }),
        found: '"::/0"',
      },
      {
        title: 'it is IPv6',
        declare: () => environment('first', { ...facts, network: { ...network, nodes: 'fd00::/64' } }),
        found: '"fd00::/64"',
      },
      {
        title: 'its mask is too long',
        declare: () => environment('first', { ...facts, network: { ...network, nodes: '10.1.0.0/33' } }),
        found: '"10.1.0.0/33"',
      },
      {
        title: 'a number is above 255',
        declare: () => environment('first', { ...facts, network: { ...network, nodes: '10.256.0.0/20' } }),
        found: '"10.256.0.0/20"',
      },
      {
        title: 'a number is octal to some',
        declare: () => environment('first', { ...facts, network: { ...network, nodes: '010.1.0.0/20' } }),
        found: '"010.1.0.0/20"',
      },
      {
        title: 'it has three numbers',
        declare: () => environment('first', { ...facts, network: { ...network, nodes: '10.1.0/20' } }),
        found: '"10.1.0/20"',
      },
      {
        title: 'its mask is an address',
        declare: () =>
          environment('first', { ...facts, network: { ...network, nodes: '10.1.0.0/255.255.0.0' } }),
        found: '"10.1.0.0/255.255.0.0"',
      },
      {
        title: 'it ends with a blank',
        declare: () => environment('first', { ...facts, network: { ...network, nodes: '10.1.0.0/20 ' } }),
        found: '"10.1.0.0/20 "',
      },
      {
        title: 'it is a number',
        declare: () => environment('first', { ...facts, network: { ...network, nodes: 10 } }),
        found: '10',
      },
      {
        title: 'it is null',
        declare: () => environment('first', { ...facts, network: { ...network, nodes: null } }),
        found: 'null',
      },
    ],
  );
  refuses({ code: 'network-range', fix: 'choose another range' }, [
    {
      title: 'pods and nodes overlap',
      declare: () =>
        environment('first', {
          ...facts,
          network: {
            ...network,
            pods: '10.1.0.0/17',
            services: '10.1.160.0/20',
            controlPlane: '10.1.144.0/28',
            proxies: '10.1.148.0/24',
          },
        }),
      where: 'first.network.pods',
      found: '"10.1.0.0/17"',
      allowed: 'a range apart from network.nodes (10.1.0.0/20)',
    },
    {
      title: 'the control plane lies among the services',
      declare: () =>
        environment('first', { ...facts, network: { ...network, controlPlane: '10.1.32.0/28' } }),
      where: 'first.network.controlPlane',
      found: '"10.1.32.0/28"',
      allowed: 'a range apart from network.services (10.1.32.0/20)',
    },
    {
      title: 'two environments overlap',
      declare: () =>
        environment('second', {
          ...tinyFacts(2),
          network: { ...tinyFacts(2).network, nodes: '10.1.0.0/24' },
        }),
      where: 'second.network.nodes',
      found: '"10.1.0.0/24"',
      allowed: 'a range apart from network.nodes of first (10.1.0.0/20)',
    },
  ]);
  refuses({ code: 'network-range' }, [
    {
      title: 'the control plane has more than its /28',
      declare: () =>
        environment('first', { ...facts, network: { ...network, controlPlane: '10.1.16.0/27' } }),
      where: 'first.network.controlPlane',
      found: '"10.1.16.0/27"',
      allowed: 'a /28, as GKE wants it',
      fix: 'write the same address with /28',
    },
    {
      title: 'it has too few addresses for its pods',
      declare: () => environment('first', { ...facts, network: { ...network, pods: '10.1.64.0/24' } }),
      where: 'first.network.pods',
      found: '"10.1.64.0/24"',
      allowed: 'at least 640 addresses (10 nodes of 64)',
      fix: 'write a /22 or fewer nodes',
    },
  ]);
  refuses({}, [
    {
      title: 'the gateway speaks from ranges of its own',
      declare: () => environment('first', { ...facts, network: { ...network, gateway: [] } }),
      code: 'unknown-field',
      where: 'first.network.gateway',
      found: 'the unknown field "gateway"',
      allowed: 'the fields nodes, pods, services, controlPlane or proxies',
      fix: 'remove it',
    },
    {
      title: 'a dependency is everywhere',
      declare: () => environment('first', { ...facts, dependencies: { 'shop-database': ['0.0.0.0/0'] } }),
      code: 'invalid-value',
      where: 'first.dependencies.shop-database[0]',
      found: '"0.0.0.0/0"',
      allowed: /never 0\.0\.0\.0\/0$/,
      fix: 'write the network address and its mask',
    },
    {
      title: 'a dependency is nowhere',
      declare: () => environment('first', { ...facts, dependencies: {} }),
      code: 'no-address',
      where: 'first.dependencies.shop-database',
      line: 'dependencies',
      found: 'nothing',
      allowed: 'the networks in which the dependency is',
      fix: 'add "shop-database" to `dependencies` of first',
    },
    {
      title: 'addresses are of an unknown dependency',
      declare: () =>
        environment('first', {
          ...facts,
          dependencies: { ...facts.dependencies, 'shop-databse': ['10.1.202.0/28'] },
        }),
      code: 'unknown-dependency',
      where: 'first.dependencies.shop-databse',
      found: 'addresses of "shop-databse"',
      allowed: 'dependencies that are reached over the network: shop-database',
      fix: 'did you mean "shop-database"?',
    },
    {
      title: 'a quota is of an unknown squad',
      declare: () => environment('first', { ...facts, quotas: { retial: { cpu: 3 } } }),
      code: 'unknown-squad',
      where: 'first.quotas.retial',
      found: 'a quota of the unknown squad "retial"',
      allowed: 'a declared squad: retail',
      fix: 'did you mean "retail"?',
    },
  ]);
});

describe('a host', () => {
  refuses(
    {
      code: 'invalid-value',
      where: 'first.domain',
      allowed:
        'a full host name in lower case, without wildcard, without trailing dot and no address, such as "api.example.com"',
      fix: 'write the name that callers will use; write an international name in its xn-- form',
    },
    [
      {
        title: 'it is a wildcard',
        declare: () => environment('first', { ...facts, domain: '*' }),
        found: '"*"',
      },
      {
        title: 'it starts with a wildcard',
        declare: () => environment('first', { ...facts, domain: '*.acme.example' }),
        found: '"*.acme.example"',
      },
      { title: 'it is empty', declare: () => environment('first', { ...facts, domain: '' }), found: '""' },
      {
        title: 'it has upper case',
        declare: () => environment('first', { ...facts, domain: 'Acme.example' }),
        found: '"Acme.example"',
      },
      {
        title: 'it is international',
        declare: () => environment('first', { ...facts, domain: 'zürich.example' }),
        found: '"z\\u{fc}rich.example"',
      },
      {
        title: 'it ends with a dot',
        declare: () => environment('first', { ...facts, domain: 'acme.example.' }),
        found: '"acme.example."',
      },
      {
        title: 'it is an address',
        declare: () => environment('first', { ...facts, domain: '10.1.2.3' }),
        found: '"10.1.2.3"',
      },
      {
        title: 'it has a port',
        declare: () => environment('first', { ...facts, domain: 'acme.example:443' }),
        found: '"acme.example:443"',
      },
      {
        title: 'it is a URL',
        declare: () => environment('first', { ...facts, domain: 'https://acme.example' }),
        found: '"https://acme.example"',
      },
      {
        title: 'it has one label',
        declare: () => environment('first', { ...facts, domain: 'localhost' }),
        found: '"localhost"',
      },
      {
        title: 'it has an underscore',
        declare: () => environment('first', { ...facts, domain: 'my_host.acme.example' }),
        found: '"my_host.acme.example"',
      },
      {
        title: 'a label has 64 characters',
        declare: () => environment('first', { ...facts, domain: `${'a'.repeat(64)}.example` }),
        found: `"${'a'.repeat(56)}...`,
      },
    ],
  );
  refuses(
    {
      code: 'invalid-value',
      where: 'shop.exposure.host',
      allowed: 'one label of a host name, such as "api"',
      fix: 'leave out the domain: the environment adds it',
    },
    [
      {
        title: 'a service takes the whole domain',
        declare: () =>
          webService('shop', { ...shop, exposure: { type: 'public', path: '/shop', host: '*' } }),
        found: '"*"',
      },
      {
        title: 'a service takes another domain',
        declare: () =>
          webService('shop', { ...shop, exposure: { type: 'public', path: '/shop', host: 'api.evil.io' } }),
        found: '"api.evil.io"',
      },
    ],
  );
  refuses({}, [
    {
      title: 'a service is exposed by a word',
      declare: () => webService('shop', { ...shop, exposure: 'public' }),
      code: 'invalid-type',
      where: 'shop.exposure',
      found: '"public"',
      allowed: 'a map with the fields type, path or host',
      fix: 'write it in this form',
    },
    {
      title: 'a service is exposed in a way that does not exist',
      declare: () => webService('shop', { ...shop, exposure: { type: 'internal', path: '/shop' } }),
      code: 'invalid-type',
      where: 'shop.exposure.type',
      found: '"internal"',
      allowed: '"public"',
      fix: 'write it in this form',
    },
    {
      title: 'two services answer one route',
      declare: () => [
        webService('shop', { ...shop, exposure: { type: 'public', path: '/shop' } }),
        webService('till', { ...shop, exposure: { type: 'public', path: '/shop', host: 'api' } }),
      ],
      code: 'duplicate-route',
      where: 'till.exposure.path',
      found: '"/shop"',
      allowed: 'a path that shop does not have on the host "api"',
      fix: 'choose another path or host',
    },
  ]);
});

describe('a fact of an environment', () => {
  refuses(
    {
      code: 'invalid-value',
      where: 'first.registry',
      allowed: 'an Artifact Registry repository such as "europe-west6-docker.pkg.dev/acme-prod/apps"',
      fix: 'write region, project and repository',
    },
    [
      {
        title: 'the registry is a look-alike',
        declare: () =>
          environment('first', { ...facts, registry: 'europe-docker.pkg.dev.evil.io/acme-tiny-1/apps' }),
        found: '"europe-docker.pkg.dev.evil.io/acme-tiny-1/apps"',
      },
      {
        title: 'the registry hides a look-alike in front',
        declare: () =>
          environment('first', { ...facts, registry: 'evil.io/europe-docker.pkg.dev/acme/apps' }),
        found: '"evil.io/europe-docker.pkg.dev/acme/apps"',
      },
      {
        title: 'the registry has a user',
        declare: () =>
          environment('first', { ...facts, registry: 'europe-docker.pkg.dev@evil.io/acme-tiny-1/apps' }),
        found: '"europe-docker.pkg.dev@evil.io/acme-tiny-1/apps"',
      },
      {
        title: 'the registry has a homoglyph',
        declare: () =>
          environment('first', { ...facts, registry: 'europe-docker.p\u043ag.dev/acme-tiny-1/apps' }),
        found: '"europe-docker.p\\u{43a}g.dev/acme-tiny-1/apps"',
      },
      {
        title: 'the registry is public',
        declare: () => environment('first', { ...facts, registry: 'docker.io/library' }),
        found: '"docker.io/library"',
      },
      {
        title: 'the registry is empty',
        declare: () => environment('first', { ...facts, registry: '' }),
        found: '""',
      },
    ],
  );
  refuses({ code: 'invalid-value' }, [
    {
      title: 'the project has upper case',
      declare: () => environment('first', { ...facts, project: 'Acme-Prod' }),
      where: 'first.project',
      found: '"Acme-Prod"',
      allowed: /^a Google Cloud project id/,
      fix: 'write the id, not the name or number of the project',
    },
    {
      title: 'the project ends with a hyphen',
      declare: () => environment('first', { ...facts, project: 'acme-prod-' }),
      where: 'first.project',
      found: '"acme-prod-"',
      allowed: /^a Google Cloud project id/,
      fix: /^write the id/,
    },
    {
      title: 'the project has 31 characters',
      declare: () => environment('first', { ...facts, project: 'a'.repeat(31) }),
      where: 'first.project',
      found: `"${'a'.repeat(31)}"`,
      allowed: /^a Google Cloud project id/,
      fix: /^write the id/,
    },
    {
      title: 'the region is a zone',
      declare: () => environment('first', { ...facts, region: 'europe-west6-a' }),
      where: 'first.region',
      found: '"europe-west6-a"',
      allowed: /\(not a zone\)$/,
      fix: 'leave out the letter of the zone',
    },
    {
      title: 'the revision moves with anybody: HEAD',
      declare: () =>
        environment('first', { ...facts, repository: { ...facts.repository, revision: 'HEAD' } }),
      where: 'first.repository.revision',
      found: '"HEAD"',
      allowed: 'a protected branch or a commit, never HEAD',
      fix: 'name the branch that only merges reach',
    },
    {
      title: 'the repository is read without TLS',
      declare: () =>
        environment('first', {
          ...facts,
          repository: { ...facts.repository, url: 'http://code.acme.example/p.git' },
        }),
      where: 'first.repository.url',
      found: '"http://code.acme.example/p.git"',
      allowed: 'an https URL that ends in ".git"',
      fix: 'write the clone URL',
    },
    {
      title: 'the repository goes up',
      declare: () =>
        environment('first', {
          ...facts,
          repository: { ...facts.repository, url: 'https://code.acme.example/../p.git' },
        }),
      where: 'first.repository.url',
      found: '"https://code.acme.example/../p.git"',
      allowed: 'an https URL that ends in ".git"',
      fix: 'write the clone URL',
    },
    {
      title: 'the version of Kubernetes is a number',
      declare: () => environment('first', { ...facts, kubernetesVersion: 1.35 }),
      where: 'first.kubernetesVersion',
      found: '1.35',
      allowed: 'a minor version such as "1.35"',
      fix: 'write the minor version of the cluster',
    },
    {
      title: 'there are too many pods on a node',
      declare: () => environment('first', { ...facts, podsPerNode: 257 }),
      where: 'first.podsPerNode',
      found: '257',
      allowed: 'pods per node: a whole number from 8 to 256',
      fix: 'write for example 8',
    },
  ]);
  refuses({ code: 'unknown-field', fix: 'remove it', allowed: /^the fields project, region, domain/ }, [
    {
      title: 'it weakens Pod Security',
      declare: () => environment('first', { ...facts, enforce: 'baseline' }),
      where: 'first.enforce',
      found: 'the unknown field "enforce"',
    },
    {
      title: 'it opens the control plane',
      declare: () => environment('first', { ...facts, publicEndpoint: true }),
      where: 'first.publicEndpoint',
      found: 'the unknown field "publicEndpoint"',
    },
  ]);
  refuses({ code: 'shared-between-environments', fix: 'give each environment its own' }, [
    {
      title: 'two environments share a project',
      declare: () => environment('second', { ...elsewhere, project: 'acme-tiny-1' }),
      where: 'second.project',
      found: '"acme-tiny-1"',
      allowed: 'a project that first does not have',
    },
    {
      title: 'two environments share a registry',
      declare: () => environment('second', { ...elsewhere, registry: facts.registry }),
      where: 'second.registry',
      found: '"europe-west6-docker.pkg.dev/acme-tiny-1/apps"',
      allowed: 'a registry that first does not have',
    },
    {
      title: 'two environments share a domain',
      declare: () => environment('second', { ...tinyFacts(2), domain: facts.domain }),
      where: 'second.domain',
      found: '"e1.acme.example"',
      allowed: 'a domain that first does not have',
    },
  ]);

  test('fails when there is none at all', () => {
    expect(problemsOf(environment('first', null))).toEqual([
      expect.objectContaining({
        code: 'invalid-type',
        found: 'null',
        allowed: expect.stringMatching(/^a map with the fields/),
      }),
    ]);
  });
});
