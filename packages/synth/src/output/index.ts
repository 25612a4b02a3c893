export { entriesBeside, inspectOutput, type OutputState, type SectionState } from './inspect';
export { Lock, type LockOptions } from './lock';
export type { OutputFile } from './section-plan';
export type { OutputReport } from './step-plan';
export { type OutputOptions, OutputTransaction } from './transaction';
