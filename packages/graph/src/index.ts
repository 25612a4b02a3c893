export {
  type CallGraph,
  GRAPH_VERSION,
  type GraphCall,
  type GraphDependency,
  type GraphService,
  type GraphSquad,
} from './call-graph';
export { declaredGraph } from './declared-graph';
export { graphJson } from './graph-json';
export { mermaid } from './mermaid';
export { neighbourhood } from './neighbourhood';
export { releasedGraph } from './released-graph';
export { type SvgOptions, svg } from './svg/svg';
