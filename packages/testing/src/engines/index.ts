export type { ChartSource, CrdSource, EngineName } from './catalogue';
export type { Origin, PreparedEngine } from './engine';
export type { Engines } from './engines';
export { type PrepareEnginesOptions, prepareEngines } from './prepare-engines';
export type { ProgressOutput } from './progress';
export type { Environment } from './workshop';
