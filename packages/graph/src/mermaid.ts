import type { CallGraph, GraphDependency, GraphService } from './call-graph';
import { dependencyDetail, serviceDetail } from './node-detail';

/**
 * The graph as a Mermaid flowchart, which many code hosts draw in Markdown. Ids are numbered, because Mermaid gives words such as
 * `end` a meaning of their own; names stand in quotes.
 * @see https://mermaid.js.org/syntax/flowchart.html
 */
export function mermaid(graph: CallGraph): string {
  const ids = new Map<string, string>();
  for (const [index, { name }] of graph.services.entries()) ids.set(name, `s${index}`);
  for (const [index, { name }] of graph.dependencies.entries()) ids.set(name, `d${index}`);
  const idOf = (name: string) => ids.get(name) ?? name;
  const exposed = graph.services.filter(({ exposure }) => exposure !== undefined);
  const lines = [
    'flowchart LR',
    ...graph.squads.flatMap(({ name }, index) => squadLines(`q${index}`, name, graph.services, idOf)),
    ...graph.dependencies.map((dependency) => `  ${idOf(dependency.name)}${cylinder(dependency)}`),
    ...graph.calls.map(({ from, to }) => `  ${idOf(from)} --> ${idOf(to)}`),
    '  classDef public stroke:#b45309,stroke-width:3px',
    '  classDef outside stroke-dasharray:4 3',
    ...classLine('public', exposed, idOf),
    ...classLine('outside', graph.dependencies, idOf),
  ];
  return `${lines.join('\n')}\n`;
}

type IdOf = (name: string) => string;

/** Mermaid draws no empty subgraph; a squad without services is left out. */
function squadLines(id: string, squad: string, services: readonly GraphService[], idOf: IdOf): string[] {
  const own = services.filter((service) => service.squad === squad);
  if (own.length === 0) return [];
  return [
    `  subgraph ${id}["${quoted(squad)}"]`,
    ...own.map((service) => `    ${idOf(service.name)}["${label(service.name, serviceDetail(service))}"]`),
    '  end',
  ];
}

function cylinder(dependency: GraphDependency): string {
  return `[("${label(dependency.name, dependencyDetail(dependency))}")]`;
}

function label(name: string, detail: string): string {
  return `${quoted(name)}<br>${quoted(detail)}`;
}

function classLine(style: string, nodes: readonly { readonly name: string }[], idOf: IdOf): string[] {
  return nodes.length === 0 ? [] : [`  class ${nodes.map(({ name }) => idOf(name)).join(',')} ${style}`];
}

/** Mermaid's own way to write what would end the text or begin markup; line ends become blanks. */
function quoted(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/[^\p{L}\p{N} .,:/_-]/gu, (character) => `#${character.codePointAt(0)};`);
}
