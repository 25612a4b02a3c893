import type { CallGraph } from '../call-graph';
import { dependencyDetail } from '../node-detail';
import { textWidth } from '../text-width';
import { type Card, cardsOf, widest } from './card';
import { arc, CARD, cardHeight, cardLabels, rowsOf } from './card-rows';
import { columnsOf } from './columns';
import type { Box, Cluster, Drawing, Line, Path } from './drawing';
import type { Rect } from './geometry';
import { route } from './route';
import { shelved } from './shelves';
import { boxTitle, bundleTitle, lineTitle } from './titles';

const GAPS = { node: 26, line: 9, column: 130 };
const SHARED_HEIGHT = 40;
/** So many that neighbours differ, so few that each can be told from the others. */
export const TINTS = 8;

/** Squads as cards: calls inside a card as arcs, all calls between two cards as one line. */
export function overview(graph: CallGraph): Drawing {
  const boxWidth =
    Math.ceil(
      Math.max(
        120,
        widest(
          [...graph.services, ...graph.dependencies].map(({ name }) => name),
          CARD.text,
        ),
        widest(graph.dependencies.map(dependencyDetail), CARD.small),
      ),
    ) +
    2 * CARD.padding;
  const cardWidth = Math.max(boxWidth + 2 * CARD.gutter, wordsWidth(graph) + 2 * CARD.padding);
  const fits = (line: string) => textWidth(line, CARD.small) <= cardWidth - 2 * CARD.padding;
  const { cards, shared, bundles } = cardsOf(graph, fits);
  const plan = shelved(
    cards.map((card) => ({ id: `squad ${card.squad}`, width: cardWidth, height: cardHeight(card) })),
    shared.map(({ name }) => ({ id: name, width: boxWidth, height: SHARED_HEIGHT })),
    bundles.map(({ from, to, kind, calls }) => ({
      from: `squad ${from}`,
      to: kind === 'service' ? `squad ${to}` : to,
      weight: calls.length,
    })),
    GAPS,
  );
  const rectOf = (id: string) => plan.nodes.get(id) as Rect;
  const paths = route(
    bundles.map(({ from, to, kind }, index) => ({
      from: rectOf(`squad ${from}`),
      to: rectOf(kind === 'service' ? `squad ${to}` : to),
      way: plan.ways[index] ?? [],
    })),
    columnsOf(plan.nodes.values()),
  );
  const squads = cards.map(({ squad }) => squad);
  const tintOf = (squad: string) => squads.indexOf(squad) % TINTS;
  const drawn = cards.map((card) => drawCard(card, graph, rectOf(`squad ${card.squad}`)));
  return {
    width: Math.max(plan.width, ...paths.map(rightmost)),
    height: plan.height,
    clusters: drawn.map(({ cluster }) => ({ ...cluster, tint: tintOf(cluster.name) })),
    boxes: [
      ...drawn.flatMap(({ boxes }) => boxes),
      ...shared.map((dependency): Box => {
        const { x, y, width, height } = rectOf(dependency.name);
        const at = { x: x + CARD.padding, room: width - 2 * CARD.padding };
        return {
          name: dependency.name,
          look: 'dependency',
          ...{ x, y, width, height },
          labels: [
            { text: dependency.name, ...at, y: y + 17, size: CARD.text, bold: true },
            { text: dependencyDetail(dependency), ...at, y: y + 32, size: CARD.small, bold: false },
          ],
          title: boxTitle(dependency),
        };
      }),
    ],
    lines: [
      ...bundles.map(
        ({ from, to, kind, calls }, index): Line => ({
          from,
          to,
          kind,
          bundle: calls.length,
          tint: tintOf(from),
          path: paths[index] as Path,
          title: bundleTitle(from, to, calls),
        }),
      ),
      ...drawn.flatMap(({ arcs }) => arcs),
    ],
  };
}

/** What stands in one line of a card at least. */
function wordsWidth({ squads, dependencies, calls }: CallGraph): number {
  const longest = ({ name }: { readonly name: string }) => `called by: ${name} ×${calls.length},`;
  return Math.ceil(
    Math.max(
      widest(
        squads.map(({ name }) => name),
        CARD.title,
      ),
      widest([...squads, ...dependencies].map(longest), CARD.small),
    ),
  );
}

/** A line within the last column goes beyond it. */
function rightmost({ curves }: Path): number {
  return Math.max(0, ...curves.flatMap((points) => points.map(({ x }) => x)));
}

function drawCard(
  card: Card,
  graph: CallGraph,
  rect: Rect,
): { cluster: Cluster; boxes: Box[]; arcs: Line[] } {
  const rows = rowsOf(card, rect);
  const services = new Map(graph.services.map((service) => [service.name, service]));
  const dependencies = new Map(graph.dependencies.map((dependency) => [dependency.name, dependency]));
  const boxes = [...rows].map(([name, row]): Box => {
    const service = services.get(name);
    const node = service ?? dependencies.get(name);
    const look = service === undefined ? 'dependency' : service.exposure === undefined ? 'service' : 'public';
    return {
      name,
      look,
      ...row,
      labels: [
        {
          text: name,
          x: row.x + CARD.padding,
          y: row.y + row.height / 2 + 4,
          size: CARD.text,
          bold: look === 'public',
          room: row.width - 2 * CARD.padding,
        },
      ],
      title: node === undefined ? name : boxTitle(node),
    };
  });
  const arcs = card.inner.map((call): Line => {
    const [from, to] = [rows.get(call.from) as Rect, rows.get(call.to) as Rect];
    return { ...call, path: arc(from, to), title: lineTitle(call) };
  });
  return {
    cluster: { name: card.squad, ...rect, labels: cardLabels(card, rect), boxes: [...rows.keys()] },
    boxes,
    arcs,
  };
}
