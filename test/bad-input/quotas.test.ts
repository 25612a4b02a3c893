import { sidecar, vault } from '@plinth/model';
import {
  tinyNode as node,
  tinyJob as report,
  tinyWebService as shop,
  tinyFacts,
  tinySquad,
} from '@plinth/testing';
import { problemsOf, refuses } from './_refused';
import { environment, overlay, scheduledJob, squad, statefulNode, webService } from './_untyped';

const retail = (quota: object) => squad('retail', { ...tinySquad, quota: { ...tinySquad.quota, ...quota } });
const first = (facts: object) => environment('first', { ...tinyFacts(1), ...facts });

describe('a container', () => {
  refuses({ code: 'container-too-large', fix: /^lower it/ }, [
    {
      title: 'its memory is more than the environment has for one',
      declare: () => overlay({ shop: { resources: { memory: '512Gi' } } }),
      where: 'shop.resources.memory',
      found: '"512Gi"',
      allowed: "at most 16Gi, the environment's fact largestContainer.memory (in first)",
    },
    {
      title: 'its limit of processor time is more than the environment has for one',
      declare: () => webService('shop', { ...shop, resources: { cpu: 1, cpuLimit: 9, memory: '1Gi' } }),
      where: 'shop.resources.cpuLimit',
      found: '9',
      allowed: "at most 8, the environment's fact largestContainer.cpu (in first, second)",
    },
    {
      title: 'the limit of those that do not say is more than the environment has for one',
      declare: () => environment('first', { ...tinyFacts(1), cpuLimit: 9 }),
      where: 'first.cpuLimit',
      found: '9',
      allowed: 'at most 8, which is largestContainer.cpu',
    },
  ]);

  refuses({ code: 'container-too-small', fix: 'raise it' }, [
    {
      title: 'the largest of an environment is smaller than the agent of secrets',
      declare: () =>
        environment('first', {
          ...tinyFacts(1),
          cpuLimit: 0.2,
          largestContainer: { cpu: 0.2, memory: '16Gi' },
        }),
      where: 'first.largestContainer',
      line: 'largestContainer',
      found: '200m CPU and 16Gi of memory',
      allowed: 'at least 250m CPU and 192Mi of memory, which the agent takes that fetches secrets',
    },
    {
      title: 'the largest of an environment is smaller than the proxy of mutual TLS',
      declare: () =>
        environment('first', {
          ...tinyFacts(1),
          cpuLimit: 0.5,
          largestContainer: { cpu: 0.5, memory: '16Gi' },
        }),
      where: 'first.largestContainer',
      line: 'largestContainer',
      found: '500m CPU and 16Gi of memory',
      allowed: 'at least 1 CPU and 128Mi of memory, which the proxy takes that ends mutual TLS',
    },
  ]);

  test('may be as large as the largest', () => {
    const resources = { cpu: 8, cpuLimit: 8, memory: '16Gi' };
    expect(problemsOf(webService('shop', { ...shop, resources }))).toEqual([]);
  });
});

describe('a quota', () => {
  refuses({ code: 'above-quota', fix: 'lower it, or raise the quota' }, [
    {
      title: 'a service has more pods than its squad at its most replicas',
      declare: () => [retail({ pods: 9 }), overlay({ shop: { scaling: { max: 9 } } })],
      where: 'shop.scaling.max',
      found: '9',
      allowed: '10 pods within 9 pods, quota.pods of the squad retail; they come to 10 pods (in first)',
    },
    {
      title: 'a service asks for more processor time than its squad has here',
      declare: () => [
        first({ quotas: { retail: { cpu: 3, cpuLimit: 100 } } }),
        webService('shop', { ...shop, scaling: { max: 19 } }),
      ],
      where: 'shop.scaling.max',
      found: '19',
      allowed:
        "20 pods within 3 CPU, the environment's fact quotas.retail.cpu; they come to 4 CPU (in first)",
    },
    {
      title: 'an overlay makes each pod too large for all of them',
      declare: () => [
        retail({ memory: '10Gi' }),
        webService('shop', { ...shop, scaling: { max: 9 } }),
        overlay({ shop: { resources: { memory: '2Gi' } } }),
      ],
      where: 'shop.resources.memory',
      found: '"2Gi"',
      allowed:
        '10 pods within 10Gi of memory, quota.memory of the squad retail; they come to 20Gi of memory (in first)',
    },
    {
      title: 'the limits of a node exceed what its squad has by doubling',
      declare: () => [
        retail({ cpu: 6, cpuLimit: undefined }),
        statefulNode('node', { ...node, resources: { cpu: 1, cpuLimit: 4, memory: '1Gi' }, replicas: 4 }),
      ],
      where: 'node.replicas',
      found: '4',
      allowed:
        '4 pods within 12 CPU at most, quota.cpu of the squad retail, doubled; they come to 16 CPU at most (in first, second)',
    },
    {
      title: 'the agents of its secrets make the pods too large for their squad',
      declare: () => [
        retail({ memory: '3Gi' }),
        webService('shop', { ...shop, scaling: { max: 9 }, secrets: { key: vault.kv('retail/shop/key') } }),
      ],
      where: 'shop.scaling.max',
      found: '9',
      allowed:
        '10 pods, each with the agent of its secrets, within 3Gi of memory, quota.memory of the squad retail; they come to 4480Mi of memory (in first, second)',
    },
    {
      title: 'the proxies of its connections make the pods too large for their squad',
      declare: () => [
        retail({ memory: '3Gi' }),
        webService('shop', { ...shop, scaling: { max: 9 }, mutualTls: sidecar({ https: 8080 }) }),
      ],
      where: 'shop.scaling.max',
      found: '9',
      allowed:
        '10 pods, each with the proxy of its connections, within 3Gi of memory, quota.memory of the squad retail; they come to 3840Mi of memory (in first, second)',
    },
    {
      title: 'a run of a job is too large',
      declare: () => [
        retail({ memory: '2Gi' }),
        scheduledJob('report', { ...report, resources: { cpu: 1, memory: '4Gi' } }),
      ],
      where: 'report.resources.memory',
      found: '"4Gi"',
      allowed: /^1 pods within 2Gi of memory/,
    },
  ]);
  refuses({ code: 'quota-too-small' }, [
    {
      title: 'the services of a squad do not fit together at their least',
      declare: () => [retail({ pods: 5 }), webService('till', { ...shop, image: 'retail/till' })],
      where: 'retail.quota.pods',
      line: 'quota',
      found: '5 pods for the squad retail, quota.pods of the squad retail',
      allowed:
        'at least 6 pods: its services at their least replicas, each with the pod that a roll-out adds (in second)',
      fix: 'raise it, or ask for less in shop, till',
    },
    {
      title: 'they do not fit what the environment says',
      declare: () => [
        environment('first', { ...tinyFacts(1), quotas: { retail: { memory: '900Mi' } } }),
        webService('till', { ...shop, image: 'retail/till' }),
      ],
      where: 'first.quotas.retail.memory',
      line: 'quotas',
      found: "900Mi of memory for the squad retail, the environment's fact quotas.retail.memory",
      allowed:
        'at least 1Gi of memory: its services at their least replicas, each with the pod that a roll-out adds (in first)',
      fix: 'raise it, or ask for less in shop, till',
    },
  ]);
});
