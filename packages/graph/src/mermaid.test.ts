import fc from 'fast-check';
import { mermaid } from './mermaid';
import { graphOf, randomGraph } from './random-graph.fixture';

/** The part of Mermaid's grammar that is written here, strictly: one statement a line, nothing else. */
const TEXT = '"(?:[\\p{L}\\p{N} .,:/_#;-]|<br>)+"';
const STATEMENTS = [
  /^flowchart LR$/,
  new RegExp(`^ {2}subgraph q\\d+\\[${TEXT}\\]$`, 'u'),
  new RegExp(`^ {4}s\\d+\\[${TEXT}\\]$`, 'u'),
  /^ {2}end$/,
  new RegExp(`^ {2}d\\d+\\[\\(${TEXT}\\)\\]$`, 'u'),
  /^ {2}s\d+ --> [sd]\d+$/,
  /^ {2}classDef \w+ [\w:#,. -]+$/,
  /^ {2}class [sd]\d+(,[sd]\d+)* \w+$/,
];

const shapes = fc.record({
  seed: fc.nat(),
  services: fc.integer({ min: 1, max: 30 }),
  squads: fc.integer({ min: 1, max: 6 }),
  outside: fc.nat(5),
  calls: fc.nat(80),
});

test('a chart has squads as subgraphs, services in them, dependencies outside and calls', () => {
  const graph = graphOf({
    squads: ['retail'],
    services: ['shop', 'till'],
    dependencies: ['bank-api'],
    pairs: [
      [1, 0],
      [0, 2],
    ],
  });
  expect(mermaid(graph)).toBe(`flowchart LR
  subgraph q0["retail"]
    s0["shop<br>internet: api/shop"]
    s1["till<br>web service"]
  end
  d0[("bank-api<br>https 443, on the internet")]
  s0 --> d0
  s1 --> s0
  classDef public stroke:#b45309,stroke-width:3px
  classDef outside stroke-dasharray:4 3
  class s0 public
  class d0 outside
`);
});

test('every line of any chart is a statement, and every call is there once', () => {
  fc.assert(
    fc.property(shapes, (shape) => {
      const graph = randomGraph(shape);
      const lines = mermaid(graph).trimEnd().split('\n');
      expect(lines.filter((line) => !STATEMENTS.some((statement) => statement.test(line)))).toEqual([]);
      expect(lines.filter((line) => line.includes('-->'))).toHaveLength(graph.calls.length);
    }),
    { seed: 5 },
  );
});

test('words and signs of Mermaid are text', () => {
  const graph = graphOf({
    squads: ['end"]; click'],
    services: ['graph', 'a<script>\n', 'subgraph'],
    dependencies: ['d["`#'],
    pairs: [],
  });
  const chart = mermaid(graph);
  const lines = chart.trimEnd().split('\n');
  expect(lines.filter((line) => !STATEMENTS.some((statement) => statement.test(line)))).toEqual([]);
  expect(chart).toContain('subgraph q0["end#34;#93;#59; click"]');
  expect(chart).toContain('"a#60;script#62; <br>');
});
