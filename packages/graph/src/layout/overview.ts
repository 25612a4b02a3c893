import type { CallGraph } from '../call-graph';
import { detail } from './detail';
import type { Drawing } from './drawing';
export function overview(graph: CallGraph): Drawing {
  return detail(graph);
}
