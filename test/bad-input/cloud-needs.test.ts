import { cloud } from '@plinth/model';
import { tinyWebService as shop, tinyCompany, tinyFacts, tinyReleases } from '@plinth/testing';
import { problemsOf, refuses } from './_refused';
import { environment, webService } from './_untyped';

const archive = webService('archive', {
  ...shop,
  cloud: { papers: cloud.bucket(), changes: cloud.topic(), signer: cloud.signingKey('EC_SIGN_P256_SHA256') },
});

describe('a need of the cloud', () => {
  refuses({ code: 'invalid-value', where: 'shop.cloud.papers' }, [
    {
      title: 'it is a word',
      declare: () => webService('shop', { ...shop, cloud: { papers: 'bucket' } }),
      found: '"bucket"',
      allowed: /^cloud\.bucket\(\), cloud\.bucketOf\(\)/,
      fix: 'write one of these forms',
    },
  ]);
  refuses({}, [
    {
      title: 'objects are kept for longer than eleven years',
      declare: () => webService('shop', { ...shop, cloud: { papers: cloud.bucket({ keepDays: 4000 }) } }),
      code: 'invalid-value',
      where: 'shop.cloud.papers.keepDays',
      found: '4000',
      allowed: 'days: a whole number from 1 to 3650',
      fix: 'write for example 3',
    },
    {
      title: 'a key signs as nobody should any more',
      declare: () =>
        webService('shop', {
          ...shop,
          cloud: { signer: { kind: 'signing-key', algorithm: 'RSA_SIGN_PKCS1_1024' } },
        }),
      code: 'invalid-value',
      where: 'shop.cloud.signer.algorithm',
      found: '"RSA_SIGN_PKCS1_1024"',
      allowed: /^"EC_SIGN_P256_SHA256" or /,
      fix: 'choose one of these',
    },
    {
      title: 'its name is no name',
      declare: () => webService('shop', { ...shop, cloud: { 'All Papers': cloud.bucket() } }),
      code: 'invalid-key',
      where: 'shop.cloud["All Papers"]',
      line: 'All Papers',
      found: 'the key "All Papers"',
      allowed: /^a port name of 1 to 15/,
      fix: /^shorten it/,
    },
  ]);
});

describe('a need of what another service has', () => {
  refuses({ code: 'unknown-owner' }, [
    {
      title: 'nobody is called so',
      declare: () => [
        archive,
        webService('shop', { ...shop, cloud: { papers: cloud.bucketOf('archiv', 'papers') } }),
      ],
      where: 'shop.cloud.papers.of',
      line: 'papers',
      found: '"archiv"',
      allowed: 'a service that declares a bucket: archive',
      fix: 'did you mean "archive"?',
    },
    {
      title: 'it is asked of a dependency',
      declare: () =>
        webService('shop', {
          ...shop,
          cloud: { rows: { kind: 'subscription', of: 'shop-database', topic: 'rows' } },
        }),
      where: 'shop.cloud.rows.of',
      line: 'rows',
      found: '"shop-database"',
      allowed: 'a service that declares a topic: there is none',
      fix: 'name its owner',
    },
  ]);
  refuses({ code: 'unknown-need' }, [
    {
      title: 'its owner calls it otherwise',
      declare: () => [
        archive,
        webService('shop', { ...shop, cloud: { papers: cloud.bucketOf('archive', 'paper') } }),
      ],
      where: 'shop.cloud.papers.bucket',
      line: 'papers',
      found: '"paper"',
      allowed: 'a bucket that archive declares: papers',
      fix: 'did you mean "papers"?',
    },
    {
      title: 'it is no topic but a bucket',
      declare: () => [
        archive,
        webService('shop', { ...shop, cloud: { inbox: cloud.subscription('archive', 'papers') } }),
      ],
      where: 'shop.cloud.inbox.topic',
      line: 'inbox',
      found: '"papers"',
      allowed: 'a topic that archive declares: changes',
      fix: 'papers of archive is a bucket: choose another',
    },
    {
      title: 'its owner has nothing in the cloud',
      declare: () => [
        webService('till', shop),
        webService('shop', { ...shop, cloud: { inbox: cloud.subscription('till', 'sales') } }),
      ],
      where: 'shop.cloud.inbox.topic',
      line: 'inbox',
      found: '"sales"',
      allowed: 'a topic that till declares: it has none',
      fix: 'declare it in till',
    },
  ]);
  refuses({ code: 'own-bucket' }, [
    {
      title: 'it is a bucket of its own',
      declare: () =>
        webService('shop', {
          ...shop,
          cloud: { papers: cloud.bucket(), again: cloud.bucketOf('shop', 'papers') },
        }),
      where: 'shop.cloud.again.of',
      line: 'again',
      found: '"shop"',
      allowed: 'a bucket of another service',
      fix: 'remove it: a service reads its own bucket by itself',
    },
  ]);

  test('may be a topic of its own, from which it takes its own work', () => {
    const needs = { jobs: cloud.topic(), work: cloud.subscription('shop', 'jobs') };
    expect(problemsOf(webService('shop', { ...shop, cloud: needs }))).toEqual([]);
  });

  test('fails when the owner declares it wrongly, with that one mistake', () => {
    const owner = webService('archive', { ...shop, cloud: { papers: { kind: 'bucket', keepDays: -1 } } });
    const reader = webService('shop', { ...shop, cloud: { papers: cloud.bucketOf('archive', 'papers') } });
    expect(problemsOf([owner, reader]).map(({ where }) => where.replace(/^.*: /, ''))).toEqual([
      'archive.cloud.papers.keepDays',
    ]);
  });

  test('fails when its owner is not released where it is', () => {
    const declarations = [
      archive,
      webService('shop', { ...shop, cloud: { papers: cloud.bucketOf('archive', 'papers') } }),
    ];
    const [everything, nothing] = [tinyReleases(tinyCompany(...declarations)), tinyReleases(tinyCompany())];
    const releases = new Map([...everything, ...[...nothing].slice(1)]);
    expect(problemsOf(declarations, releases)).toEqual([
      {
        code: 'owner-not-released',
        where: expect.stringMatching(/cloud-needs\.test\.ts:\d+:\d+: shop\.cloud\.papers\.of$/),
        found: '"archive"',
        allowed: 'owners that have a release in second, as shop has',
        fix: 'promote archive to second first',
      },
    ]);
  });
});

describe('a name in the cloud', () => {
  refuses({ code: 'name-collision' }, [
    {
      title: 'those of two needs are the same when they are joined',
      declare: () => [
        webService('shop', { ...shop, cloud: { 'eu-papers': cloud.bucket() } }),
        webService('shop-eu', { ...shop, cloud: { papers: cloud.bucket() } }),
      ],
      where: 'shop-eu.cloud.papers',
      found: 'the name "shop-eu-papers" in the cloud, which a need of shop has too',
      allowed: 'names of service and need that differ when they are joined',
      fix: 'rename the need',
    },
    {
      title: 'a bucket is called as the one that keeps what Pulumi knows',
      declare: () => webService('pulumi', { ...shop, cloud: { state: cloud.bucket() } }),
      where: 'pulumi.cloud.state',
      found: 'the bucket "acme-tiny-1-pulumi-state"',
      allowed: 'a name that no bucket of the platform has (in first, second)',
      fix: 'rename the need',
    },
    {
      title: 'a bucket is called as the one of logs',
      declare: () => webService('audit', { ...shop, cloud: { logs: cloud.bucket() } }),
      where: 'audit.cloud.logs',
      found: 'the bucket "acme-tiny-1-audit-logs"',
      allowed: 'a name that no bucket of the platform has (in first, second)',
      fix: 'rename the need',
    },
    {
      title: 'a service would act as an add-on',
      declare: () => webService('vault-service', shop),
      where: 'vault-service',
      found: 'the Google service account "vault-service", which the platform has too',
      allowed: 'names that differ after shortening to 30 characters',
      fix: 'rename one of the two',
    },
  ]);
  refuses({ code: 'bucket-name' }, [
    {
      title: "a bucket looks like one of Google's",
      declare: () => webService('google-pay', { ...shop, cloud: { papers: cloud.bucket() } }),
      where: 'google-pay.cloud.papers',
      found: 'the bucket "acme-tiny-1-google-pay-papers"',
      allowed: 'a name without "google" in it (in first, second)',
      fix: 'rename the need, or the service',
    },
  ]);
});

describe('an environment without a cloud', () => {
  refuses({ code: 'no-cloud' }, [
    {
      title: 'a service needs something of it',
      declare: () => [
        environment('first', { ...tinyFacts(1), cloud: undefined }),
        webService('shop', { ...shop, cloud: { papers: cloud.bucket() } }),
      ],
      where: 'shop.cloud',
      found: '{"papers":{"kind":"bucket"}}',
      allowed: 'needs of the cloud where the facts of every environment say `cloud` (in first)',
      fix: 'describe the cloud of the environment in its facts, or need nothing of it',
    },
  ]);

  test('is one where nobody needs anything of it', () => {
    expect(problemsOf(environment('first', { ...tinyFacts(1), cloud: undefined }))).toEqual([]);
  });
});
