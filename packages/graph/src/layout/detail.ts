import type { CallGraph, GraphDependency, GraphService } from '../call-graph';
import { dependencyDetail, serviceDetail } from '../node-detail';
import { textWidth } from '../text-width';
import { columnsOf } from './columns';
import type { Box, Drawing, Label, Line } from './drawing';
import { bottomOf, type Point, type Rect } from './geometry';
import { type LayeredNode, layered } from './layered';
import { route } from './route';
import { withTitleRoom } from './title-room';
import { boxTitle, lineTitle } from './titles';

const NAME = 13;
const DETAIL = 11;
const PADDING = 10;
const BOX_HEIGHT = 42;
/** So that many lines at one side can be told apart. */
const LINE_STEP = 8;
const TITLE_ROOM = 24;
const GAPS = { node: 20, line: 10, column: 44 };

/** Every service, dependency and call by itself, squads as clusters, callers to the left of whom they call. */
export function detail(graph: CallGraph): Drawing {
  const width = boxWidth(graph);
  const squadOf = new Map(graph.services.map(({ name, squad }) => [name, squad]));
  const nodes: LayeredNode[] = [...graph.services, ...graph.dependencies].map(({ name }) => ({
    id: name,
    width,
    height: heightOf(name, graph),
    ...(squadOf.has(name) && { cluster: squadOf.get(name) as string }),
  }));
  const edges = graph.calls.map(({ from, to }) => ({
    from,
    to,
    weight: squadOf.get(from) === squadOf.get(to) ? 3 : 1,
  }));
  const plan = withTitleRoom(layered(nodes, edges, GAPS), TITLE_ROOM);
  const rectOf = (name: string) => plan.nodes.get(name) as Rect;
  const paths = route(
    graph.calls.map(({ from, to }, index) => ({
      from: rectOf(from),
      to: rectOf(to),
      way: plan.ways[index] ?? [],
    })),
    columnsOf(plan.nodes.values()),
  );
  return {
    width: plan.width,
    height: plan.height,
    clusters: [...plan.clusters].map(([name, rect]) => {
      const own = graph.services.filter(({ squad }) => squad === name).map((service) => service.name);
      const left = Math.min(...own.map((service) => rectOf(service).x));
      const passing = plan.ways.flat().filter(({ x }) => left <= x && x <= left + width);
      const tight = around(own.map(rectOf), passing, rect);
      const label: Label = { text: name, x: left, y: tight.y + 20, size: NAME, bold: true, room: width };
      return { name, ...tight, labels: [label], boxes: own };
    }),
    boxes: [
      ...graph.services.map((service) => serviceBox(service, rectOf(service.name))),
      ...graph.dependencies.map((dependency) => dependencyBox(dependency, rectOf(dependency.name))),
    ],
    lines: graph.calls.map(
      (call, index): Line => ({ ...call, path: paths[index] as Line['path'], title: lineTitle(call) }),
    ),
  };
}

/**
 * A cluster as high as its boxes ask: the layout also leaves room in it for lines that pass.
 * @param passing where lines pass below its title, which they may not cross
 */
function around(boxes: readonly Rect[], passing: readonly Point[], within: Rect): Rect {
  const levels = passing.map(({ y }) => y).filter((y) => y >= within.y && y <= bottomOf(within));
  const highest = Math.min(...boxes.map((box) => box.y), ...levels);
  const y = Math.max(within.y, highest - TITLE_ROOM - PADDING);
  const bottom = Math.min(bottomOf(within), Math.max(...boxes.map(bottomOf)) + PADDING);
  return { ...within, y, height: bottom - y };
}

function boxWidth({ services, dependencies, squads }: CallGraph): number {
  const widths = [
    ...squads.map(({ name }) => textWidth(name, NAME)),
    ...[...services, ...dependencies].map(({ name }) => textWidth(name, NAME)),
    ...services.map((service) => textWidth(serviceDetail(service), DETAIL)),
    ...dependencies.map((dependency) => textWidth(dependencyDetail(dependency), DETAIL)),
  ];
  return Math.ceil(Math.max(80, ...widths)) + 2 * PADDING;
}

function heightOf(name: string, { calls }: CallGraph): number {
  const busiest = Math.max(
    calls.filter(({ from }) => from === name).length,
    calls.filter(({ to }) => to === name).length,
  );
  return Math.max(BOX_HEIGHT, LINE_STEP * (busiest + 1));
}

function serviceBox(service: GraphService, rect: Rect): Box {
  return {
    name: service.name,
    look: service.exposure === undefined ? 'service' : 'public',
    ...rect,
    labels: twoLines(service.name, serviceDetail(service), rect),
    title: boxTitle(service),
  };
}

function dependencyBox(dependency: GraphDependency, rect: Rect): Box {
  return {
    name: dependency.name,
    look: 'dependency',
    ...rect,
    labels: twoLines(dependency.name, dependencyDetail(dependency), rect),
    title: boxTitle(dependency),
  };
}

function twoLines(name: string, second: string, { x, y, width, height }: Rect): Label[] {
  const middle = y + height / 2;
  const at = { x: x + PADDING, room: width - 2 * PADDING };
  return [
    { text: name, ...at, y: middle - 3, size: NAME, bold: true },
    { text: second, ...at, y: middle + 13, size: DETAIL, bold: false },
  ];
}
