import type { GraphCall, GraphDependency, GraphService } from '../call-graph';
import { dependencyDetail, serviceDetail } from '../node-detail';

/** What a viewer shows beside the pointer, and reads aloud. */
export function boxTitle(node: GraphService | GraphDependency): string {
  if ('description' in node)
    return `${node.name}, outside, of ${node.squad}: ${node.description} (${dependencyDetail(node)})`;
  return `${node.name} of ${node.squad}: ${serviceDetail(node)}`;
}

export function lineTitle({ from, to }: Pick<GraphCall, 'from' | 'to'>): string {
  return `${from} calls ${to}`;
}

/** All calls that one line stands for. */
export function bundleTitle(from: string, to: string, calls: readonly GraphCall[]): string {
  const each = calls.map((call) => `${call.from} → ${call.to}`).join('\n');
  return `${from} calls ${to}: ${calls.length}\n${each}`;
}
