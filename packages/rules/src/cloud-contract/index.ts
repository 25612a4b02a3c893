export { CLOUD_CONTRACT, type CloudContract, contractFindings } from './cloud-contract';
export { formatPlanned, type PlannedObject } from './shared-name';
