import { tinyNode as node, tinyWebService as shop, tinySquad } from '@plinth/testing';
import { problemsOf, refuses } from './_refused';
import { overlay, squad, statefulNode, webService } from './_untyped';

const CPU = 'cores as a number such as 0.5, or millicores such as "500m"';
const LEAST_CPU = `${CPU}, at least "1m" and without fractions of it`;
const MEMORY =
  'a whole number with a unit: "256Mi", "8Gi" (powers of 1,024) or "512M", "512MB" (powers of 1,000)';

/** A web service that asks for this much. */
const asks = (resources: object) => ({ ...shop, resources: { cpu: 0.2, memory: '256Mi', ...resources } });

describe('processor time', () => {
  refuses(
    {
      code: 'invalid-value',
      where: 'shop.resources.cpu',
      line: 'cpu:',
      allowed: CPU,
      fix: 'write for example 0.5',
    },
    [
      {
        title: 'it is below zero',
        declare: () => webService('shop', { ...shop, resources: { memory: '1Gi', cpu: '-1' } }),
        found: '"-1"',
      },
      {
        title: 'it has two units',
        declare: () => webService('shop', { ...shop, resources: { memory: '1Gi', cpu: '1000mm' } }),
        found: '"1000mm"',
      },
      {
        title: 'it has a comma',
        declare: () => webService('shop', { ...shop, resources: { memory: '1Gi', cpu: '1,5' } }),
        found: '"1,5"',
      },
      {
        title: 'it is empty',
        declare: () => webService('shop', { ...shop, resources: { memory: '1Gi', cpu: '' } }),
        found: '""',
      },
      {
        title: 'it is a word',
        declare: () => webService('shop', { ...shop, resources: { memory: '1Gi', cpu: 'one' } }),
        found: '"one"',
      },
      {
        title: 'it has an exponent',
        declare: () => webService('shop', { ...shop, resources: { memory: '1Gi', cpu: '1e3' } }),
        found: '"1e3"',
      },
      {
        title: 'it is hexadecimal',
        declare: () => webService('shop', { ...shop, resources: { memory: '1Gi', cpu: '0x1f' } }),
        found: '"0x1f"',
      },
      {
        title: 'it has a blank',
        declare: () => webService('shop', { ...shop, resources: { memory: '1Gi', cpu: '500 m' } }),
        found: '"500 m"',
      },
      {
        title: 'it has digits of another script',
        declare: () => webService('shop', { ...shop, resources: { memory: '1Gi', cpu: '\u0661' } }),
        found: '"\\u{661}"',
      },
      {
        title: 'it is not a number',
        declare: () => webService('shop', { ...shop, resources: { memory: '1Gi', cpu: Number.NaN } }),
        found: 'NaN',
      },
      {
        title: 'it is endless',
        declare: () =>
          webService('shop', { ...shop, resources: { memory: '1Gi', cpu: Number.POSITIVE_INFINITY } }),
        found: 'Infinity',
      },
      {
        title: 'it is true',
        declare: () => webService('shop', { ...shop, resources: { memory: '1Gi', cpu: true } }),
        found: 'true',
      },
      {
        title: 'it is null',
        declare: () => webService('shop', { ...shop, resources: { memory: '1Gi', cpu: null } }),
        found: 'null',
      },
      {
        title: 'it is a bigint',
        declare: () => webService('shop', { ...shop, resources: { memory: '1Gi', cpu: 1n } }),
        found: '1',
      },
    ],
  );
  refuses(
    {
      code: 'invalid-value',
      where: 'shop.resources.cpu',
      line: 'cpu:',
      allowed: LEAST_CPU,
      fix: 'write for example "100m"',
    },
    [
      {
        title: 'it is 0',
        declare: () => webService('shop', { ...shop, resources: { memory: '1Gi', cpu: 0 } }),
        found: '0',
      },
      {
        title: 'it is -0',
        declare: () => webService('shop', { ...shop, resources: { memory: '1Gi', cpu: -0 } }),
        found: '0',
      },
      {
        title: 'it is a negative number',
        declare: () => webService('shop', { ...shop, resources: { memory: '1Gi', cpu: -1 } }),
        found: '-1',
      },
      {
        title: 'it is less than a millicore',
        declare: () => webService('shop', { ...shop, resources: { memory: '1Gi', cpu: 0.0001 } }),
        found: '0.0001',
      },
      {
        title: 'it has a fraction of a millicore',
        declare: () => webService('shop', { ...shop, resources: { memory: '1Gi', cpu: '0.5m' } }),
        found: '"0.5m"',
      },
      {
        title: 'no number holds it exactly',
        declare: () => webService('shop', { ...shop, resources: { memory: '1Gi', cpu: 1e300 } }),
        found: '1e+300',
      },
    ],
  );
  refuses({}, [
    {
      title: 'its limit is below its request',
      declare: () => webService('shop', { ...shop, resources: { memory: '1Gi', cpu: 2, cpuLimit: '1500m' } }),
      code: 'cpu-limit',
      where: 'shop.resources.cpuLimit',
      found: '"1500m"',
      allowed: 'at least the 2 that the container requests in the base (in first, second)',
      fix: 'set resources.cpuLimit to "2" or more',
    },
  ]);

  refuses({}, [
    {
      title: 'its request is above the limit of every environment',
      declare: () => webService('shop', { ...shop, resources: { memory: '1Gi', cpu: 8 } }),
      code: 'cpu-limit',
      where: 'shop.resources.cpu',
      found: '8',
      allowed: "at most resources.cpuLimit, which is 4 by the environment's fact cpuLimit (in first, second)",
      fix: 'set resources.cpuLimit to "8" or more',
    },
    {
      title: 'an overlay raises its request above the limit of the environment',
      declare: () => overlay({ shop: { resources: { cpu: 5 } } }),
      code: 'cpu-limit',
      where: 'shop.resources.cpu',
      found: '5',
      allowed: "at most resources.cpuLimit, which is 4 by the environment's fact cpuLimit (in first)",
      fix: 'set resources.cpuLimit to "5" or more',
    },
    {
      title: 'an overlay lowers its limit below the request of the base',
      declare: () => [
        webService('shop', { ...shop, resources: { memory: '1Gi', cpu: 2 } }),
        overlay({ shop: { resources: { cpuLimit: 1 } } }),
      ],
      code: 'cpu-limit',
      where: 'shop.resources.cpuLimit',
      found: '1',
      allowed: 'at least the 2 that the container requests in the base (in first)',
      fix: 'set resources.cpuLimit to "2" or more',
    },
  ]);

  test.each([0.29, '0.29', '290m', 1.1, '0.001', 4])('may be %p', (cpu) => {
    expect(problemsOf(webService('shop', asks({ cpu })))).toEqual([]);
  });
});

describe('memory', () => {
  refuses(
    {
      code: 'invalid-value',
      where: 'shop.resources.memory',
      line: 'memory:',
      allowed: MEMORY,
      fix: 'write for example "256Mi"',
    },
    [
      {
        title: 'it is 0',
        declare: () => webService('shop', { ...shop, resources: { cpu: 1, memory: '0Mi' } }),
        found: '"0Mi"',
      },
      {
        title: 'it is below zero',
        declare: () => webService('shop', { ...shop, resources: { cpu: 1, memory: '-1Gi' } }),
        found: '"-1Gi"',
      },
      {
        title: 'it has an exponent',
        declare: () => webService('shop', { ...shop, resources: { cpu: 1, memory: '1e3Ki' } }),
        found: '"1e3Ki"',
      },
      {
        title: 'it is a fraction',
        declare: () => webService('shop', { ...shop, resources: { cpu: 1, memory: '0.5' } }),
        found: '"0.5"',
      },
      {
        title: 'it is a fraction of a unit',
        declare: () => webService('shop', { ...shop, resources: { cpu: 1, memory: '1.5Gi' } }),
        found: '"1.5Gi"',
      },
      {
        title: 'it is thousandths of a byte',
        declare: () => webService('shop', { ...shop, resources: { cpu: 1, memory: '256m' } }),
        found: '"256m"',
      },
      {
        title: 'its unit has lower case',
        declare: () => webService('shop', { ...shop, resources: { cpu: 1, memory: '256mi' } }),
        found: '"256mi"',
      },
      {
        title: 'it has a blank',
        declare: () => webService('shop', { ...shop, resources: { cpu: 1, memory: '256 Mi' } }),
        found: '"256 Mi"',
      },
      {
        title: 'no number holds it exactly',
        declare: () => webService('shop', { ...shop, resources: { cpu: 1, memory: '99999Ti' } }),
        found: '"99999Ti"',
      },
      {
        title: 'it is null',
        declare: () => webService('shop', { ...shop, resources: { cpu: 1, memory: null } }),
        found: 'null',
      },
    ],
  );
  refuses(
    {
      code: 'invalid-value',
      where: 'shop.resources.memory',
      line: 'memory:',
      allowed: MEMORY,
      fix: 'add the unit, for example "Mi"',
    },
    [
      {
        title: 'it has no unit',
        declare: () => webService('shop', { ...shop, resources: { cpu: 1, memory: '1024' } }),
        found: '"1024"',
      },
      {
        title: 'it is a number',
        declare: () => webService('shop', { ...shop, resources: { cpu: 1, memory: 1024 } }),
        found: '1024',
      },
    ],
  );
  refuses({ code: 'invalid-value', allowed: MEMORY, fix: 'write for example "256Mi"' }, [
    {
      title: 'a disk has no size',
      declare: () => statefulNode('node', { ...node, storage: { size: 'big', mountPath: '/data' } }),
      where: 'node.storage.size',
      found: '"big"',
    },
    {
      title: 'scratch space is endless',
      declare: () =>
        webService('shop', { ...shop, resources: { cpu: 1, memory: '1Gi', ephemeralStorage: '\u221eGi' } }),
      where: 'shop.resources.ephemeralStorage',
      found: '"\\u{221e}Gi"',
    },
    {
      title: 'the quota of a squad is a range',
      declare: () => squad('retail', { ...tinySquad, quota: { cpu: 1, pods: 5, memory: '1Gi-2Gi' } }),
      where: 'retail.quota.memory',
      found: '"1Gi-2Gi"',
    },
  ]);
  refuses(
    {
      code: 'missing-field',
      where: 'shop.resources.memory',
      line: 'resources',
      found: 'nothing',
      allowed: MEMORY,
      fix: 'write for example "256Mi"',
    },
    [
      { title: 'it is missing', declare: () => webService('shop', { ...shop, resources: { cpu: 1 } }) },
      {
        title: 'it is undefined',
        declare: () => webService('shop', { ...shop, resources: { cpu: 1, memory: undefined } }),
      },
    ],
  );

  test.each(['1G', '1Gi', '128MB', '128M', '4Ki'])('may be %p', (memory) => {
    expect(problemsOf(webService('shop', asks({ memory })))).toEqual([]);
  });
});

describe('a share in percent', () => {
  refuses(
    {
      code: 'invalid-value',
      where: 'shop.scaling.cpu',
      allowed: 'a whole number from 1 to 100, or text such as "70%"',
      fix: 'write for example 70',
    },
    [
      {
        title: 'it is 0%',
        declare: () => webService('shop', { ...shop, scaling: { max: 9, cpu: '0%' } }),
        found: '"0%"',
      },
      {
        title: 'it is 0',
        declare: () => webService('shop', { ...shop, scaling: { max: 9, cpu: 0 } }),
        found: '0',
      },
      {
        title: 'it is 101%',
        declare: () => webService('shop', { ...shop, scaling: { max: 9, cpu: '101%' } }),
        found: '"101%"',
      },
      {
        title: 'it is text without a sign',
        declare: () => webService('shop', { ...shop, scaling: { max: 9, cpu: '50' } }),
        found: '"50"',
      },
      {
        title: 'it has a blank',
        declare: () => webService('shop', { ...shop, scaling: { max: 9, cpu: '50 %' } }),
        found: '"50 %"',
      },
      {
        title: 'it is below zero',
        declare: () => webService('shop', { ...shop, scaling: { max: 9, cpu: '-1%' } }),
        found: '"-1%"',
      },
      {
        title: 'it is a fraction',
        declare: () => webService('shop', { ...shop, scaling: { max: 9, cpu: 0.7 } }),
        found: '0.7',
      },
      {
        title: 'it is null',
        declare: () => webService('shop', { ...shop, scaling: { max: 9, cpu: null } }),
        found: 'null',
      },
    ],
  );
  refuses(
    {
      code: 'invalid-value',
      where: 'shop.slo.availability',
      allowed: 'a percentage of time from 90 to 99.999, as a number',
      fix: 'write for example 99.9',
    },
    [
      {
        title: 'users are promised everything',
        declare: () => webService('shop', { ...shop, slo: { availability: 100 } }),
        found: '100',
      },
      {
        title: 'users are promised a share of one',
        declare: () => webService('shop', { ...shop, slo: { availability: 0.999 } }),
        found: '0.999',
      },
      {
        title: 'the promise is text',
        declare: () => webService('shop', { ...shop, slo: { availability: '99.9' } }),
        found: '"99.9"',
      },
    ],
  );
});
