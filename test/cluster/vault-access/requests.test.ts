import { resolve } from 'node:path';
import { type CloudPlan, planProgram } from '@plinth/cloud-plan';
import { translationOf } from './requests';

type Inputs = Readonly<Record<string, unknown>>;

let planned: readonly (readonly [string, Inputs])[];

beforeAll(async () => {
  const plan: CloudPlan = await planProgram({
    folder: resolve(__dirname, '../../../stacks/vault'),
    stack: 'prod',
  });
  planned = plan.resources
    .filter(({ custom, type }) => custom && type.startsWith('vault:'))
    .map(({ type, inputs }) => [type, inputs as Inputs] as const);
});

test('everything that is planned can be asked of Vault', () => {
  expect(planned.length).toBeGreaterThan(50);
  for (const [type, inputs] of planned) {
    expect(translationOf(type, inputs).requests(inputs).length).toBeGreaterThan(0);
  }
});

test('fails when an input is not named, of every type', () => {
  for (const [type, inputs] of planned) {
    expect(() => translationOf(type, { ...inputs, maxLeaseTtlSecond: 1 })).toThrow(
      `the translation of ${type} names no input maxLeaseTtlSecond`,
    );
  }
});

test.each(['tune', 'postgresql'])('fails when an input of %s is not named', (part) => {
  const having = planned.filter(([, inputs]) => inputs[part] !== undefined);
  expect(having).not.toEqual([]);
  for (const [type, inputs] of having) {
    const wrong = { ...inputs, [part]: { ...(inputs[part] as Inputs), tokenTyp: 'batch' } };
    expect(() => translationOf(type, wrong).requests(wrong)).toThrow(`names no input tokenTyp`);
  }
});

test('fails when nobody has thought of the type', () => {
  expect(() => translationOf('vault:transit/secretBackendKey:SecretBackendKey', {})).toThrow(
    "no translation of vault:transit/secretBackendKey:SecretBackendKey into Vault's API",
  );
});
