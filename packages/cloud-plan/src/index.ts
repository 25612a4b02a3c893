export { type CloudPlan, MASKED, type PlannedOptions, type PlannedResource, type PlannedValue } from './plan';
