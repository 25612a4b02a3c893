import { publicRoute, sidecar } from '@plinth/model';
import {
  otherSquad,
  tinyWebService as shop,
  tinyCompany,
  tinyFacts,
  tinyJob,
  tinyNode,
  tinyReleases,
  tinyWorker,
} from '@plinth/testing';
import { problemsOf, refuses } from './_refused';
import { TINY_RELEASE } from './_releases';
import { environment, scheduledJob, squad, statefulNode, webService, worker } from './_untyped';

const behind = (plain: unknown, more: object = {}) =>
  webService('shop', { ...shop, ...more, mutualTls: { by: 'sidecar', plain } });

describe('who ends mutual TLS', () => {
  refuses({ code: 'invalid-type', where: 'shop.mutualTls.by', line: 'mutualTls' }, [
    {
      title: 'it is a mesh',
      declare: () => webService('shop', { ...shop, mutualTls: { by: 'mesh' } }),
      found: '"mesh"',
      allowed: '"sidecar"',
      fix: /.*/,
    },
  ]);
  refuses({ code: 'proxy-port-missing', where: 'shop.mutualTls.plain', line: 'mutualTls' }, [
    {
      title: 'the proxy does not know where the program listens',
      declare: () => webService('shop', { ...shop, mutualTls: sidecar() }),
      found: 'no port of the program for "https"',
      allowed: 'one for each port that others call',
      fix: 'write sidecar({ https: 8080 }), with the port on which the program listens',
    },
  ]);
  const exposed = { exposure: publicRoute({ path: '/shop' }) };
  refuses({ line: 'mutualTls' }, [
    {
      title: 'the program cannot tell who comes by the gateway',
      code: 'proxy-port-missing',
      declare: () => behind({ https: 8080 }, exposed),
      where: 'shop.mutualTls.plain',
      found: 'no port of the program for "edge"',
      allowed: 'one for each port that others call',
      fix: 'write sidecar({ edge: 8080 }), with the port on which the program listens',
    },
    {
      title: 'who comes by the gateway ends where callers end who have shown who they are',
      code: 'proxy-port-taken',
      declare: () => behind({ https: 8080, edge: 8080 }, exposed),
      where: 'shop.mutualTls.plain.edge',
      found: '8080',
      allowed: 'a port of its own, other than that of "https": the program sees by it who has been looked at',
      fix: 'let the program listen on another port as well',
    },
  ]);
  refuses({ code: 'proxy-port-unknown', line: 'mutualTls' }, [
    {
      title: 'it names a port that is not there',
      declare: () => behind({ https: 8080, htps: 8082 }),
      where: 'shop.mutualTls.plain.htps',
      found: 'the port "htps"',
      allowed: 'ports that others call: https',
      fix: 'did you mean "https"?',
    },
    {
      title: 'it names the port of the kubelet, which shows no certificate',
      declare: () => behind({ https: 8080, health: 8082 }),
      where: 'shop.mutualTls.plain.health',
      found: 'the port "health"',
      allowed: 'ports that others call: https',
      fix: 'remove it',
    },
  ]);
  refuses({ code: 'proxy-port-taken', where: 'shop.mutualTls.plain.https', line: 'mutualTls' }, [
    {
      title: 'program and proxy would listen on the same port',
      declare: () => behind({ https: 8443 }),
      found: '8443',
      allowed: 'a port of 127.0.0.1 alone, other than the one that the proxy has for "https"',
      fix: 'let the program listen on another port',
    },
    {
      title: 'the program answers callers where the kubelet asks',
      declare: () => behind({ https: 8081 }),
      found: '8081',
      allowed: 'a port of 127.0.0.1 alone, other than the one that the kubelet asks, from outside the pod',
      fix: 'let the program listen on another port',
    },
    ...[15001, 15021, 15999].map((port) => ({
      title: `the program listens on ${port}, which is the proxy's`,
      declare: () => behind({ https: port }),
      found: String(port),
      allowed: 'ports outside 15001 to 15999, which the proxy takes for calls',
      fix: 'choose another port, such as 8080',
    })),
  ]);
  refuses({ code: 'proxy-port-taken', line: 'ports' }, [
    ...(
      [
        ['https', { https: 15001 }],
        ['health', { https: 8443, health: 15021 }],
      ] as const
    ).map(([name, ports]) => ({
      title: `its own port ${name} is one of the proxy's`,
      declare: () => webService('shop', { ...shop, mutualTls: sidecar({ https: 8080 }), ports }),
      where: `shop.ports.${name}`,
      found: String(Object.values(ports).at(-1)),
      allowed: 'ports outside 15001 to 15999, which the proxy takes for calls',
      fix: 'choose another port, such as 8443',
    })),
  ]);
  refuses({ code: 'proxy-idle', line: 'mutualTls' }, [
    {
      title: 'nobody calls it and it calls no service',
      declare: () => worker('mailer', { ...tinyWorker, mutualTls: sidecar() }),
      where: 'mailer.mutualTls',
      found: 'a proxy for nothing',
      allowed: 'a proxy of a service that serves, or calls a service',
      fix: 'remove it: connections to external dependencies are not its matter',
    },
    {
      title: 'it calls a dependency alone',
      declare: () => scheduledJob('report', { ...tinyJob, calls: ['shop-database'], mutualTls: sidecar() }),
      where: 'report.mutualTls',
      found: 'a proxy for nothing',
      allowed: 'a proxy of a service that serves, or calls a service',
      fix: 'remove it: connections to external dependencies are not its matter',
    },
  ]);
});

describe('whom a service is called by', () => {
  const EDGE = {
    code: 'edge-of-node',
    where: 'node.ports.edge',
    found: '9945',
    allowed: 'another name: `edge` is where a gateway comes in, without a certificate, and a node has none',
    fix: 'rename it, such as "api", or declare a web service with an exposure',
    line: 'ports',
  };
  refuses(EDGE, [
    {
      title: 'a node opens a port for a gateway',
      declare: () => statefulNode('node', { ...tinyNode, ports: { rpc: 9944, edge: 9945 } }),
    },
    {
      title: 'a node opens a port for a gateway alone',
      declare: () => statefulNode('node', { ...tinyNode, ports: { edge: 9945, health: 8080 } }),
    },
    {
      title: 'the proxy of a node would let in who shows no certificate',
      declare: () => {
        const mutualTls = sidecar({ rpc: 8080, edge: 8082 });
        return statefulNode('node', { ...tinyNode, ports: { rpc: 9944, edge: 9945 }, mutualTls });
      },
    },
  ]);
});

describe('where a service finds whom it calls', () => {
  const nodes = [
    statefulNode('a', { ...tinyNode, ports: { 'b-c': 9944 } }),
    statefulNode('a-b', { ...tinyNode, ports: { rpc: 9945, c: 9944 } }),
  ];
  refuses({ code: 'address-twice', line: 'calls' }, [
    {
      title: 'two addresses would be in one variable',
      declare: () => [...nodes, webService('shop', { ...shop, calls: ['a', 'a-b'] })],
      where: 'shop.calls[1]',
      found: 'the variable A_B_C_ADDRESS again, for the port "c" of "a-b"',
      allowed: 'calls that have variables of their own: it is that of the port "b-c" of "a"',
      fix: 'rename one of the two ports, or do not call both',
    },
  ]);

  test('names that are alike are nobody’s matter while no service calls both', () => {
    const callers = [['a'], ['a-b']].map((calls, index) => webService(`shop-${index}`, { ...shop, calls }));
    expect(problemsOf([...nodes, ...callers])).toEqual([]);
  });
});

describe('the image of the proxy', () => {
  const declarations = [
    behind({ https: 8080 }),
    webService('basket', { ...shop, mutualTls: sidecar({ https: 8080 }) }),
  ];
  const releases = (proxyIn: readonly string[]) =>
    new Map(
      [...tinyReleases(tinyCompany(...declarations))].map(([name, { file, text }]) => {
        const proxy = proxyIn.includes(name) ? TINY_RELEASE : undefined;
        const all = { ...JSON.parse(text), 'service-proxy': proxy };
        return [name, { file, text: JSON.stringify(all, undefined, 2) }];
      }),
    );

  test('fails when it has no release where programs are behind one, once for all of them', () => {
    expect(problemsOf(declarations, releases(['first']))).toEqual([
      {
        code: 'proxy-not-released',
        where: expect.stringMatching(/^second\/releases\.json:\d+: service-proxy$/),
        found: 'no release of "service-proxy" in second',
        allowed: expect.stringMatching(
          /^one where services behind a proxy have a release, as (basket|shop) has$/,
        ),
        fix: 'add "service-proxy": { "version", "digest", "commit" } of the image envoyproxy/envoy',
      },
    ]);
    expect(problemsOf(declarations, releases(['first', 'second']))).toEqual([]);
  });
});

describe('names in certificates', () => {
  const LONG = 'a'.repeat(40);
  refuses({ code: 'common-name-too-long', line: 'webService(' }, [
    {
      title: 'service and squad are together longer than a common name may be',
      declare: () => [
        squad('some-squad-with-a-long-name', { ...otherSquad }),
        webService(LONG, { ...shop, squad: 'some-squad-with-a-long-name' }),
      ],
      where: LONG,
      found: `the common name "${LONG}.some-squad-with-a-long-name.svc" of 72 characters`,
      allowed: 'at most 64, as certificates have it: service and squad together 59',
      fix: 'choose a shorter name',
    },
  ]);
});

describe('the lives of certificates', () => {
  const lives = (certificates: unknown) => environment('first', { ...tinyFacts(1), certificates });
  const row = (
    title: string,
    certificates: unknown,
    part: string,
    found: string,
    allowed: string,
    fix: string,
  ) => ({
    title,
    declare: () => lives(certificates),
    where: `first.certificates.${part}`,
    found,
    allowed,
    fix,
    line: 'certificates',
  });
  refuses({ code: 'certificate-lattice' }, [
    row(
      'the authority that issues would outlive its root',
      { root: '43800h', issuing: '43800h' },
      'issuing',
      'the authority that issues lives 43800h',
      'less than 43800h, which the root lives',
      'shorten certificates.issuing',
    ),
    row(
      'certificates are renewed before they are made',
      { leaf: '12h' },
      'leaf',
      'a certificate of a service is renewed before its end 16h',
      'less than 12h, which a certificate of a service lives',
      'lengthen certificates.leaf',
    ),
    row(
      'certificates are renewed as they are made',
      { leaf: '24h', renewBefore: '24h' },
      'renewBefore',
      'a certificate of a service is renewed before its end 24h',
      'less than 24h, which a certificate of a service lives',
      'shorten certificates.renewBefore',
    ),
  ]);
  refuses({ code: 'renewal-window' }, [
    row(
      'each certificate is followed by another at once',
      { renewBefore: '23h' },
      'renewBefore',
      'a certificate of a service is renewed before its end 23h',
      'from 8h to 18h: a third to three quarters of 24h, which a certificate of a service lives',
      'choose one between them',
    ),
    row(
      'an outage of a few hours ends certificates',
      { renewBefore: '2h' },
      'renewBefore',
      'a certificate of a service is renewed before its end 2h',
      'from 8h to 18h: a third to three quarters of 24h, which a certificate of a service lives',
      'choose one between them',
    ),
    row(
      'certificates live longer, and are renewed as late as before',
      { leaf: '168h' },
      'leaf',
      'a certificate of a service is renewed before its end 16h',
      'from 56h to 126h: a third to three quarters of 168h, which a certificate of a service lives',
      'set certificates.renewBefore as well',
    ),
  ]);
  refuses({ code: 'invalid-value', fix: /.*/ }, [
    ...(
      [
        ['leaf', '90d', 'hours, minutes and seconds'],
        ['leaf', '59m', 'from 1h to 168h'],
        ['leaf', '169h', 'from 1h to 168h'],
        ['renewBefore', '4m', 'from 5m to 160h'],
        ['root', '8760h', 'from 43800h to 219000h'],
        ['issuing', '0s', 'hours, minutes and seconds'],
      ] as const
    ).map(([part, life, allowed]) => ({
      title: `certificates.${part} is ${life}`,
      declare: () => lives({ [part]: life }),
      where: `first.certificates.${part}`,
      found: JSON.stringify(life),
      allowed: new RegExp(allowed),
      line: 'certificates',
    })),
  ]);
  refuses({ code: 'rollout-outlives-certificate' }, [
    {
      title: 'a roll-out can take longer than the window of renewal',
      declare: () =>
        webService('shop', { ...shop, health: { ...shop.health, startWithin: '30m' }, scaling: { max: 40 } }),
      where: 'shop.scaling.max',
      found: '40',
      allowed:
        /^what ends within 16h, certificates\.renewBefore of the environment; this can take 20h7m25s, with health\.startWithin 30m in the base/,
      fix: 'let it start faster, run fewer pods, or renew certificates earlier',
      line: 'scaling',
    },
    {
      title: 'the proxies of its pods and the look at each take what is left of the window',
      declare: () => [
        environment('first', { ...tinyFacts(1), certificates: { leaf: '1h', renewBefore: '20m' } }),
        webService('shop', {
          ...shop,
          health: { ...shop.health, startWithin: '50s' },
          mutualTls: sidecar({ https: 8080 }),
          scaling: { max: 20 },
        }),
      ],
      where: 'shop.scaling.max',
      found: '20',
      allowed:
        /^what ends within 20m, certificates\.renewBefore of the environment; this can take 1h45s, 2m of each pod for its proxy, with health\.startWithin 50s in the base/,
      fix: 'let it start faster, run fewer pods, or renew certificates earlier',
      line: 'scaling',
    },
    {
      title: 'a run can take longer',
      declare: () => [
        webService('shop', shop),
        scheduledJob('report', { ...tinyJob, calls: ['shop'], timeout: '20h' }),
      ],
      where: 'report.timeout',
      found: '"20h"',
      allowed: /^what ends within 16h/,
      fix: 'shorten it, or renew certificates earlier',
      line: 'timeout',
    },
    {
      title: 'the pods of a node one after the other take longer',
      declare: () =>
        statefulNode('node', { ...tinyNode, replicas: 40, health: { ...shop.health, startWithin: '30m' } }),
      where: 'node.replicas',
      found: '40',
      allowed: /^what ends within 16h/,
      fix: 'let it start faster, run fewer pods, or renew certificates earlier',
      line: 'replicas',
    },
  ]);

  test('a job that calls no service has no certificate, and takes as long as it needs', () => {
    expect(problemsOf(scheduledJob('report', { ...tinyJob, timeout: '20h' }))).toEqual([]);
  });
});
