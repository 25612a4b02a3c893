export type { Answer, Answers } from './answers';
export {
  type CloudPlan,
  MASKED,
  type PlannedOptions,
  type PlannedResource,
  type PlannedValue,
  UNKNOWN,
} from './plan';
export { type PlanOptions, planProgram } from './plan-program';
export { type SymbolicOutputs, symbolicOutputs } from './symbolic-outputs';
