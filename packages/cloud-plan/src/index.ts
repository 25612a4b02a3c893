export type { Answer, Answers } from './answers';
export {
  type CloudPlan,
  MASKED,
  type PlannedOptions,
  type PlannedResource,
  type PlannedValue,
  type PlanReference,
  UNKNOWN,
} from './plan';
export { type PlanOptions, planProgram } from './plan-program';
export { planTree } from './plan-tree';
export { type SymbolicOutputs, symbolicOutputs } from './symbolic-outputs';
export { mappedTypes } from './terraform/resource-type';
export {
  type TerraformConfiguration,
  type TerraformResource,
  terraformResources,
  toTerraform,
} from './terraform/to-terraform';
