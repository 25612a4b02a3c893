import { neighbourhood } from './neighbourhood';
import { graphOf } from './random-graph.fixture';

const graph = graphOf({
  squads: ['retail', 'bank', 'chain'],
  services: ['shop', 'core', 'node', 'till', 'books', 'index'],
  dependencies: ['shop-database', 'core-database'],
  pairs: [
    [0, 1],
    [0, 6],
    [1, 7],
    [1, 2],
    [5, 3],
    [5, 2],
  ],
});

test('a squad is shown with whom it calls and who calls it', () => {
  const { services, squads, dependencies } = neighbourhood(graph, 'retail');
  expect(services.map(({ name }) => name)).toEqual(['core', 'index', 'shop', 'till']);
  expect(squads.map(({ name }) => name)).toEqual(['bank', 'chain', 'retail']);
  expect(dependencies.map(({ name }) => name)).toEqual(['shop-database']);
});

test('calls among the others are left out', () => {
  expect(neighbourhood(graph, 'retail').calls.map(({ from, to }) => `${from} ${to}`)).toEqual([
    'index till',
    'shop core',
    'shop shop-database',
  ]);
});

test('a squad without services is shown alone', () => {
  const alone = neighbourhood({ ...graph, squads: [...graph.squads, { name: 'new', contact: '' }] }, 'new');
  expect(alone).toMatchObject({ squads: [{ name: 'new' }], services: [], dependencies: [], calls: [] });
});
