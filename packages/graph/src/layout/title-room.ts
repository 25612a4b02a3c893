import type { Point, Rect } from './geometry';
import type { Layered } from './layered';

/**
 * Room for a title above the boxes of each cluster. What stands at the upper edge of a cluster or below it moves down, so that nothing
 * that was apart meets, and no line runs through a title.
 */
export function withTitleRoom(plan: Layered, room: number): Layered {
  const tops = [...plan.clusters.values()].map(({ y }) => y).sort((a, b) => a - b);
  const moved = (y: number) => y + room * tops.filter((top) => top <= y).length;
  const box = (rect: Rect): Rect => ({ ...rect, y: moved(rect.y) });
  const point = ({ x, y }: Point): Point => ({ x, y: moved(y) });
  const cluster = (rect: Rect): Rect => {
    const top = moved(rect.y) - room;
    return { ...rect, y: top, height: moved(rect.y + rect.height) - top };
  };
  return {
    width: plan.width,
    height: moved(plan.height),
    nodes: new Map([...plan.nodes].map(([id, rect]) => [id, box(rect)])),
    clusters: new Map([...plan.clusters].map(([id, rect]) => [id, cluster(rect)])),
    ways: plan.ways.map((way) => way.map(point)),
  };
}
