export { CLOUD_CONTRACT, type CloudContract, contractFindings } from './cloud-contract';
export { formatPlanned, type PlannedObject, SHARED_KINDS, type SharedKind } from './shared-name';
