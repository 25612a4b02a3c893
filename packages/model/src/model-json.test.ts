import { tinyCompany, tinyReleases } from '@plinth/testing';
import { resolveCompany } from './company';
import { modelJson } from './model-json';

const company = tinyCompany();
const [first] = resolveCompany(company, { releases: tinyReleases(company) });
if (first === undefined) throw new Error('the tiny company has environments');

test('begins with its version and ends with a line feed', () => {
  const text = modelJson(first);

  expect(JSON.parse(text).version).toBe(1);
  expect(text).toMatch(/\n\}\n$/);
  expect(JSON.parse(text).environment.name).toBe('first');
});

test('says quantities as Kubernetes does', () => {
  const [shop] = JSON.parse(modelJson(first)).environment.services;

  expect(shop.resources).toEqual({ cpu: '200m', cpuLimit: '4', memory: '256Mi', ephemeralStorage: '256Mi' });
  expect(shop.shutdown).toEqual({ deregister: '10s', drain: '30s' });
  expect(shop.scaling.cpu).toBe('70%');
});

test('has its keys in one order, whatever the order of the model', () => {
  const reversed = Object.fromEntries(Object.entries(first).reverse()) as unknown as typeof first;

  expect(modelJson(reversed)).toBe(modelJson(first));
  expect(Object.keys(JSON.parse(modelJson(first)).environment.services[0])).toEqual(
    Object.keys(JSON.parse(modelJson(first)).environment.services[0]).sort(),
  );
});
