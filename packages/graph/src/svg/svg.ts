import type { CallGraph } from '../call-graph';
import { detail } from '../layout/detail';
import type { Drawing } from '../layout/drawing';
import { overview } from '../layout/overview';
import { boxElement, clusterElement, labelElement, lineElement } from './elements';
import { decimal, escapeXml } from './escape';
import { legend } from './legend';
import { STYLE } from './style';

export interface SvgOptions {
  readonly title: string;
}

/** More boxes than this, or lines, and a picture of each call is a thicket. */
const MOST_BOXES = 70;
const MOST_LINES = 150;
const MARGIN = 24;
const HEADER = 34;

/** The graph as a picture, for light and dark pages; it runs no script and loads nothing. */
export function svg(graph: CallGraph, { title }: SvgOptions): string {
  const drawing = drawingOf(graph);
  const isBundled = drawing.lines.some(({ bundle }) => bundle !== undefined);
  const foot = legend(isBundled, MARGIN, MARGIN + HEADER + drawing.height + 30);
  const width = Math.ceil(Math.max(drawing.width + 2 * MARGIN, foot.width + 2 * MARGIN));
  const height = Math.ceil(MARGIN + HEADER + drawing.height + 30 + foot.height + MARGIN);
  const heading = { text: title, x: MARGIN, y: MARGIN + 14, size: 18, bold: true, room: width - 2 * MARGIN };
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="title desc" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<title id="title">${escapeXml(title)}</title>`,
    `<desc id="desc">${escapeXml(describe(graph))}</desc>`,
    `<style>${STYLE}</style>`,
    `<rect class="ground" width="${width}" height="${height}"/>`,
    labelElement(heading),
    `<g transform="translate(${decimal(MARGIN)} ${decimal(MARGIN + HEADER)})">`,
    ...drawing.clusters.map(clusterElement),
    ...drawing.lines.map(lineElement),
    ...drawing.boxes.map(boxElement),
    '</g>',
    ...foot.elements,
    '</svg>',
    '',
  ].join('\n');
}

/** Every call by itself while that can be read; else squads as cards. */
export function drawingOf(graph: CallGraph): Drawing {
  const boxes = graph.services.length + graph.dependencies.length;
  return boxes <= MOST_BOXES && graph.calls.length <= MOST_LINES ? detail(graph) : overview(graph);
}

function describe({ services, squads, dependencies, calls }: CallGraph): string {
  const exposed = services.filter(({ exposure }) => exposure !== undefined).length;
  const parts = [
    `${many(services.length, 'service', 'services')} of ${many(squads.length, 'squad', 'squads')}`,
    `${exposed} of them reached from the internet`,
    many(dependencies.length, 'dependency outside', 'dependencies outside'),
    many(calls.length, 'call', 'calls'),
  ];
  return `${parts.join(', ')}. Arrows lead from who calls to who is called.`;
}

function many(count: number, one: string, more: string): string {
  return `${count} ${count === 1 ? one : more}`;
}
