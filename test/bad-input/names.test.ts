import { worker } from '@plinth/model';
import {
  otherSquad,
  tinyWebService as shop,
  tinyDependency,
  tinyFacts,
  tinySquad,
  tinyWorker,
} from '@plinth/testing';
import { problemsOf, refuses } from './_refused';
import { environment, externalDependency, squad, webService } from './_untyped';

const facts = () => tinyFacts(3);
const mailer = () => worker('mailer', tinyWorker);

describe('the name of a service', () => {
  refuses(
    {
      code: 'invalid-name',
      line: 'webService(',
      allowed:
        'a name of 1 to 52 lower-case letters, digits and single hyphens that starts with a letter and is no reserved word',
      fix: 'rename it',
    },
    [
      { title: 'it is empty', declare: () => webService('', shop), where: '""', found: 'the name ""' },
      { title: 'it is a blank', declare: () => webService(' ', shop), where: '" "', found: 'the name " "' },
      {
        title: 'it has upper case',
        declare: () => webService('Till', shop),
        where: 'Till',
        found: 'the name "Till"',
      },
      {
        title: 'it has a blank inside',
        declare: () => webService('my till', shop),
        where: '"my till"',
        found: 'the name "my till"',
      },
      {
        title: 'it ends with a blank',
        declare: () => webService('till ', shop),
        where: '"till "',
        found: 'the name "till "',
      },
      {
        title: 'it has an underscore',
        declare: () => webService('my_till', shop),
        where: 'my_till',
        found: 'the name "my_till"',
      },
      {
        title: 'it starts with a hyphen',
        declare: () => webService('-till', shop),
        where: '-till',
        found: 'the name "-till"',
      },
      {
        title: 'it ends with a hyphen',
        declare: () => webService('till-', shop),
        where: 'till-',
        found: 'the name "till-"',
      },
      {
        title: 'it has two hyphens',
        declare: () => webService('my--till', shop),
        where: 'my--till',
        found: 'the name "my--till"',
      },
      {
        title: 'it starts with a digit',
        declare: () => webService('1till', shop),
        where: '1till',
        found: 'the name "1till"',
      },
      {
        title: 'it starts with a dot',
        declare: () => webService('.till', shop),
        where: '.till',
        found: 'the name ".till"',
      },
      {
        title: 'it has dots',
        declare: () => webService('a..b', shop),
        where: 'a..b',
        found: 'the name "a..b"',
      },
      {
        title: 'it has a slash',
        declare: () => webService('a/b', shop),
        where: '"a/b"',
        found: 'the name "a/b"',
      },
      {
        title: 'it leaves its folder',
        declare: () => webService('../till', shop),
        where: '"../till"',
        found: 'the name "../till"',
      },
      {
        title: 'it is a path',
        declare: () => webService('/etc/till', shop),
        where: '"/etc/till"',
        found: 'the name "/etc/till"',
      },
      {
        title: 'it has an emoji',
        declare: () => webService('till😀', shop),
        where: '"till\\u{1f600}"',
        found: 'the name "till\\u{1f600}"',
      },
      {
        title: 'a letter is Cyrillic',
        declare: () => webService('sh\u043ep', shop),
        where: '"sh\\u{43e}p"',
        found: 'the name "sh\\u{43e}p"',
      },
      {
        title: 'it has a zero-width space',
        declare: () => webService('ti\u200bll', shop),
        where: '"ti\\u{200b}ll"',
        found: 'the name "ti\\u{200b}ll"',
      },
      {
        title: 'it turns the direction of writing',
        declare: () => webService('\u202etill', shop),
        where: '"\\u{202e}till"',
        found: 'the name "\\u{202e}till"',
      },
      {
        title: 'it has a line feed',
        declare: () => webService('till\n', shop),
        where: '"till\\n"',
        found: 'the name "till\\n"',
      },
      {
        title: 'it has a carriage return',
        declare: () => webService('till\r', shop),
        where: '"till\\r"',
        found: 'the name "till\\r"',
      },
      {
        title: 'it has a tab',
        declare: () => webService('ti\tll', shop),
        where: '"ti\\tll"',
        found: 'the name "ti\\tll"',
      },
      {
        title: 'it has a NUL',
        declare: () => webService('till\0', shop),
        where: '"till\\u0000"',
        found: 'the name "till\\u0000"',
      },
      {
        title: 'it has 53 characters',
        declare: () => webService('a'.repeat(53), shop),
        where: 'a'.repeat(53),
        found: `the name "${'a'.repeat(53)}"`,
      },
      {
        title: 'it has 254 characters',
        declare: () => webService('a'.repeat(254), shop),
        where: 'a'.repeat(254),
        found: `the name "${'a'.repeat(56)}...`,
      },
      {
        title: 'it is "default"',
        declare: () => webService('default', shop),
        where: 'default',
        found: 'the name "default"',
      },
      {
        title: 'it belongs to Kubernetes',
        declare: () => webService('kube-till', shop),
        where: 'kube-till',
        found: 'the name "kube-till"',
      },
      {
        title: 'it is "__proto__"',
        declare: () => webService('__proto__', shop),
        where: '__proto__',
        found: 'the name "__proto__"',
      },
      {
        title: 'it is "constructor"',
        declare: () => webService('constructor', shop),
        where: 'constructor',
        found: 'the name "constructor"',
      },
      {
        title: 'it is "toString"',
        declare: () => webService('toString', shop),
        where: 'toString',
        found: 'the name "toString"',
      },
      {
        title: 'it is a device of another system',
        declare: () => webService('con', shop),
        where: 'con',
        found: 'the name "con"',
      },
      { title: 'it is a number', declare: () => webService(1.1, shop), where: '1.1', found: 'the name 1.1' },
      {
        title: 'it is a boolean',
        declare: () => webService(true, shop),
        where: 'true',
        found: 'the name true',
      },
      { title: 'it is null', declare: () => webService(null, shop), where: 'null', found: 'the name null' },
      {
        title: 'it is missing',
        declare: () => webService(undefined, shop),
        where: 'nothing',
        found: 'the name nothing',
      },
      {
        title: 'it is a list',
        declare: () => webService(['till'], shop),
        where: '["till"]',
        found: 'the name ["till"]',
      },
    ],
  );

  test.each(['yes', 'no', 'on', 'off', 'null', 'nan', 'y', 'e1', 'a', 'a'.repeat(52)])(
    'may be a word that YAML reads otherwise, or of any allowed length: %s',
    (name) => {
      expect(problemsOf(webService(name, shop))).toEqual([]);
    },
  );
});

describe('the name of a squad', () => {
  refuses(
    {
      code: 'invalid-name',
      line: 'squad(',
      allowed: /^a name of 1 to 40 lower-case letters/,
      fix: 'rename it',
    },
    [
      {
        title: 'it has 41 characters',
        declare: () => squad('s'.repeat(41), otherSquad),
        where: 's'.repeat(41),
        found: `the name "${'s'.repeat(41)}"`,
      },
      {
        title: 'it is a namespace of Kubernetes',
        declare: () => squad('kube-system', otherSquad),
        where: 'kube-system',
        found: 'the name "kube-system"',
      },
      {
        title: 'it is the namespace of Argo CD',
        declare: () => squad('argocd', otherSquad),
        where: 'argocd',
        found: 'the name "argocd"',
      },
      {
        title: 'it has a dot',
        declare: () => squad('a.b', otherSquad),
        where: 'a.b',
        found: 'the name "a.b"',
      },
    ],
  );
});

describe('the name of an environment', () => {
  refuses(
    {
      code: 'environment-name',
      line: 'environment(',
      allowed:
        'a name of 1 to 20 lower-case letters, digits and hyphens that starts with a letter, and not "base"',
      fix: 'rename it',
    },
    [
      {
        title: 'it leaves its folder',
        declare: () => environment('../prod', facts()),
        where: '"../prod"',
        found: 'the environment "../prod"',
      },
      {
        title: 'it has upper case',
        declare: () => environment('PROD', facts()),
        where: 'PROD',
        found: 'the environment "PROD"',
      },
      {
        title: 'it is empty',
        declare: () => environment('', facts()),
        where: '""',
        found: 'the environment ""',
      },
      {
        title: 'it is the base',
        declare: () => environment('base', facts()),
        where: 'base',
        found: 'the environment "base"',
      },
      {
        title: 'it has a NUL',
        declare: () => environment('prod\0', facts()),
        where: '"prod\\u0000"',
        found: 'the environment "prod\\u0000"',
      },
      {
        title: 'it has 21 characters',
        declare: () => environment('e'.repeat(21), facts()),
        where: 'e'.repeat(21),
        found: `the environment "${'e'.repeat(21)}"`,
      },
      {
        title: 'it is "__proto__"',
        declare: () => environment('__proto__', facts()),
        where: '__proto__',
        found: 'the environment "__proto__"',
      },
      {
        title: 'it is a number',
        declare: () => environment(3, facts()),
        where: '3',
        found: 'the environment 3',
      },
    ],
  );
});

describe('two names', () => {
  refuses(
    {
      code: 'duplicate-name',
      allowed: 'one declaration of each name in the company',
      fix: /^rename this one or remove the other, in bad-input\/names\.test\.ts:\d+$/,
    },
    [
      {
        title: 'two services share one',
        declare: () => [webService('till', shop), webService('till', { ...shop, image: 'retail/till' })],
        where: 'till',
        found: 'the name "till" again',
        line: "image: 'retail/till'",
      },
      {
        title: 'a service and a dependency share one',
        declare: () => [
          webService('till', shop),
          externalDependency('till', { ...tinyDependency, reach: 'internet' }),
        ],
        where: 'till',
        found: 'the name "till" again',
      },
      {
        title: 'two squads share one',
        declare: () => [squad('shipping', otherSquad), squad('shipping', otherSquad)],
        where: 'shipping',
        found: 'the name "shipping" again',
      },
    ],
  );

  test('fails when they differ by case alone, and tells that too', () => {
    const problems = problemsOf([webService('till', shop), webService('Till', shop)]);

    expect(problems.map(({ code, found }) => [code, found])).toEqual([
      ['invalid-name', 'the name "Till"'],
      ['duplicate-name', 'the name "Till" again'],
    ]);
  });

  test('fails when they are alike after shortening', () => {
    // Checksums of six letters and digits: found among 340,000 names.
    const first = 'settlement-of-foreign-orders-122789';
    const second = 'settlement-of-foreign-orders-339192';
    const problems = problemsOf([webService(first, shop), webService(second, shop)]);

    expect(problems).toEqual([
      {
        code: 'name-collision',
        where: expect.stringContaining(`: ${second}`),
        found: expect.stringMatching(/^the Google service account ".{30}", which .* has too$/),
        allowed: 'names that differ after shortening to 30 characters',
        fix: 'rename one of the two',
      },
    ]);
  });

  test('fails when a short name is lengthened to one that exists', () => {
    const problems = problemsOf([webService('till', shop), webService('till-service', shop)]);

    expect(problems.map(({ code }) => code)).toEqual(['name-collision']);
  });
});

describe('the name of an owner or a callee', () => {
  refuses({ fix: 'did you mean "retail"?', allowed: 'a declared squad: retail', code: 'unknown-squad' }, [
    {
      title: 'nobody has the squad of a service',
      declare: () => webService('shop', { ...shop, squad: 'retial' }),
      where: 'shop.squad',
      found: '"retial"',
    },
    {
      title: 'nobody has the squad of a dependency',
      declare: () => externalDependency('shop-database', { ...tinyDependency, squad: 'retai' }),
      where: 'shop-database.squad',
      found: '"retai"',
    },
    {
      title: 'nobody has the fallback of a squad',
      declare: () => squad('retail', { ...tinySquad, fallback: 'retale' }),
      where: 'retail.fallback',
      found: '"retale"',
    },
  ]);
  refuses(
    {
      code: 'invalid-value',
      where: 'shop.calls[0]',
      line: 'calls',
      allowed: /^a name of 1 to 52/,
      fix: 'rename it, for example to "order-matcher"',
    },
    [
      {
        title: 'a callee is a number',
        declare: () => webService('shop', { ...shop, calls: [7] }),
        found: '7',
      },
      {
        title: 'a callee is a host',
        declare: () => webService('shop', { ...shop, calls: ['db.acme.example'] }),
        found: '"db.acme.example"',
      },
      {
        title: 'a callee is everything',
        declare: () => webService('shop', { ...shop, calls: ['*'] }),
        found: '"*"',
      },
      {
        title: 'a callee is null',
        declare: () => webService('shop', { ...shop, calls: [null] }),
        found: 'null',
      },
    ],
  );
  refuses({ where: 'shop.calls[0]', line: 'calls' }, [
    {
      title: 'a callee is unknown',
      declare: () => webService('shop', { ...shop, calls: ['shop-databse'] }),
      code: 'unknown-callee',
      found: '"shop-databse"',
      allowed: 'the name of a declared service or external dependency',
      fix: 'did you mean "shop-database"?',
    },
    {
      title: 'a service calls itself',
      declare: () => webService('shop', { ...shop, calls: ['shop'] }),
      code: 'self-call',
      found: '"shop"',
      allowed: 'other services and dependencies',
      fix: 'remove it',
    },
    {
      title: 'a callee has a namespace',
      declare: () => webService('shop', { ...shop, calls: ['retail/till'] }),
      code: 'invalid-value',
      found: '"retail/till"',
      allowed: /^a name/,
      fix: /^rename it/,
    },
    {
      title: 'a callee does not serve',
      declare: () => [webService('shop', { ...shop, calls: ['mailer'] }), mailer()],
      code: 'callee-does-not-serve',
      found: '"mailer"',
      allowed: 'a web service, a stateful node or an external dependency',
      fix: 'mailer is a worker and listens to nobody: call the broker between them',
    },
  ]);
});
