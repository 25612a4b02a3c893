import fc from 'fast-check';
import { graphOf, largeGraph, randomGraph } from '../random-graph.fixture';
import { drawingOf, svg } from './svg';

const title = 'Who calls whom';
const small = graphOf({
  squads: ['retail'],
  services: ['shop', 'till'],
  dependencies: ['bank-api'],
  pairs: [[1, 0]],
});

const shapes = fc.record({
  seed: fc.nat(),
  services: fc.integer({ min: 1, max: 12 }),
  squads: fc.integer({ min: 1, max: 6 }),
  outside: fc.nat(5),
  calls: fc.nat(20),
});

/** What is left of a text in XML when every tag that is opened is closed again, in order. */
function faultOf(xml: string): string | undefined {
  const open: string[] = [];
  const rest = xml.replace(
    /<(\/?)([a-z]+)((?:\s+[a-zA-Z-]+="[^"<]*")*)\s*(\/?)>/g,
    (_, closing, tag, __, empty) => {
      if (closing === '/') return open.pop() === tag ? '' : `</${tag}>`;
      if (empty !== '/') open.push(tag);
      return '';
    },
  );
  if (open.length > 0) return `open: ${open.join(', ')}`;
  return /[<]|&(?!#\d+;)/.exec(rest)?.[0];
}

test('a picture is well-formed, whatever is in it', () => {
  fc.assert(
    fc.property(shapes, fc.string({ unit: 'binary' }), (shape, any) => {
      const graph = randomGraph(shape);
      const [first, ...others] = graph.services;
      const strange = first === undefined ? [] : [{ ...first, exposure: { host: any, path: `/${any}` } }];
      expect(faultOf(svg({ ...graph, services: [...strange, ...others] }, { title: any }))).toBeUndefined();
    }),
    { seed: 5, numRuns: 20 },
  );
});

test('signs of XML are text', () => {
  const picture = svg(small, { title: '<script>alert("1")</script> & \'x\'\u0000\ud800' });
  expect(picture).toContain(
    '<title id="title">&#60;script&#62;alert(&#34;1&#34;)&#60;/script&#62; &#38; &#39;x&#39;\ufffd\ufffd</title>',
  );
  expect(picture).not.toContain('<script');
});

test('it loads nothing, runs nothing, and says in words what it shows', () => {
  const picture = svg(small, { title });
  expect(picture).not.toMatch(/<(script|image|use|foreignObject|a)\b|\bon[a-z]+=|href|url\(|@import/);
  expect(picture).toContain('role="img" aria-labelledby="title desc"');
  expect(picture).toContain(
    '<desc id="desc">2 services of 1 squad, 1 of them reached from the internet, 1 dependency outside, 1 call.',
  );
  expect(picture).toContain('<title>till calls shop</title>');
  expect(picture).toContain('prefers-color-scheme: dark');
});

test('the same graph gives the same bytes, in whatever order it was declared', () => {
  const graph = largeGraph();
  const turned = graphOf({
    squads: ['retail'],
    services: ['till', 'shop'].reverse(),
    dependencies: ['bank-api'],
    pairs: [[1, 0]],
  });
  expect(svg(graph, { title })).toBe(svg(graph, { title }));
  expect(svg(turned, { title })).toBe(svg(small, { title }));
});

test('what can be read call by call is drawn call by call, and more as squads', () => {
  expect(drawingOf(small).lines.every(({ bundle }) => bundle === undefined)).toBe(true);
  expect(drawingOf(largeGraph()).lines.some(({ bundle }) => bundle !== undefined)).toBe(true);
});
