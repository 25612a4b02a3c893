export { entriesBeside, inspectOutput, type OutputState, type SectionState } from './inspect';
export type { OutputFile } from './section-plan';
export type { OutputReport } from './step-plan';
export { type OutputOptions, OutputTransaction } from './transaction';
