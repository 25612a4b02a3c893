import { tinyWebService as shop, tinyDependency, tinySquad } from '@plinth/testing';
import { problemsOf, refuses } from './_refused';
import { externalDependency, squad, webService } from './_untyped';

const core = { ...shop, criticality: 'core' };

describe('a squad', () => {
  refuses({}, [
    {
      title: 'its lead is no member',
      declare: () => squad('retail', { ...tinySquad, lead: 'a.kellr' }),
      code: 'lead-is-no-member',
      where: 'retail.lead',
      found: '"a.kellr"',
      allowed: 'a member of the squad: a.keller or b.meier',
      fix: 'did you mean "a.keller"?',
    },
    {
      title: 'its lead is its deputy',
      declare: () => squad('retail', { ...tinySquad, deputy: 'a.keller' }),
      code: 'lead-is-deputy',
      where: 'retail.deputy',
      found: '"a.keller"',
      allowed: 'another member than the lead',
      fix: 'name who decides when the lead is away',
    },
    {
      title: 'it falls back to itself',
      declare: () => squad('retail', { ...tinySquad, fallback: 'retail' }),
      code: 'fallback-cycle',
      where: 'retail.fallback',
      found: '"retail"',
      allowed: 'a chain of fallbacks that ends',
      fix: 'leave `fallback` out of the last squad of the chain',
    },
    {
      title: 'a member does nothing',
      declare: () => squad('retail', { ...tinySquad, members: { ...tinySquad.members, 'c.huber': [] } }),
      code: 'too-short',
      where: 'retail.members.c.huber',
      line: "'c.huber'",
      found: '[]',
      allowed: 'a list with at least one entry',
      fix: 'add an entry, or leave the field out',
    },
    {
      title: 'nobody reads its address',
      declare: () => squad('retail', { ...tinySquad, contact: 'everybody' }),
      code: 'invalid-value',
      where: 'retail.contact',
      found: '"everybody"',
      allowed: 'a role address such as "exchange-oncall@acme.example"',
      fix: 'write an address that somebody always reads',
    },
  ]);

  test('fails when fallbacks lead in a circle, for each squad of it', () => {
    const problems = problemsOf([
      squad('retail', { ...tinySquad, fallback: 'shipping' }),
      squad('shipping', { ...tinySquad, fallback: 'retail' }),
      squad('returns', { ...tinySquad, fallback: 'retail' }),
    ]);

    expect(problems.map(({ code, where }) => [code, where.replace(/^.*: /, '')])).toEqual([
      ['fallback-cycle', 'retail.fallback'],
      ['fallback-cycle', 'shipping.fallback'],
    ]);
  });
});

test('fails when two squads are the last of a chain: one owns what belongs to nobody', () => {
  const problems = problemsOf([squad('shipping', tinySquad)]);

  expect(problems.map(({ code, where, allowed }) => [code, where.replace(/^.*: /, ''), allowed])).toEqual([
    ['two-last-squads', 'shipping.fallback', 'one squad without fallback, which is retail'],
  ]);
});

describe('a call', () => {
  refuses({}, [
    {
      title: 'core services call each other in a circle',
      declare: () => [
        webService('shop', { ...core, calls: ['till'] }),
        webService('till', { ...core, calls: ['shop'] }),
      ],
      code: 'core-cycle',
      where: 'shop.calls[0]',
      line: 'calls',
      found: 'the cycle shop → till → shop',
      allowed: 'calls among core services that never lead back',
      fix: 'turn one of these calls into an event, or make one of the services "standard"',
    },
    {
      title: 'it stands twice',
      declare: () => webService('shop', { ...shop, calls: ['shop-database', 'shop-database'] }),
      code: 'duplicate-call',
      where: 'shop.calls[1]',
      found: '"shop-database"',
      allowed: 'each callee once',
      fix: 'remove one of the two',
    },
  ]);

  test('may lead in a circle among others', () => {
    const services = [
      webService('shop', { ...shop, calls: ['till'] }),
      webService('till', { ...core, calls: ['shop'] }),
    ];

    expect(problemsOf(services)).toEqual([]);
  });

  test('fails when it goes to the internet and nobody has registered it', () => {
    const problems = problemsOf([
      externalDependency('peers', { ...tinyDependency, reach: 'internet' }),
      webService('shop', { ...shop, calls: ['peers'] }),
    ]);

    expect(problems).toEqual([
      expect.objectContaining({
        code: 'internet-egress',
        found: '"peers"',
        fix: 'add exception({ rule: "internet-egress", object: "NetworkPolicy retail/shop", … }) to exceptions.ts',
      }),
    ]);
  });
});
