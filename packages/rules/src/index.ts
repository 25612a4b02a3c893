export { allRules } from './all-rules';
export { certificateRule } from './certificate/certificate-rule';
export {
  CLOUD_CONTRACT,
  type CloudContract,
  contractFindings,
  formatPlanned,
  type PlannedObject,
  SHARED_KINDS,
  type SharedKind,
} from './cloud-contract';
export { clusterIssuerRule } from './cluster-issuer-rule';
export { disruptionBudgetRule } from './disruption-budget-rule';
export {
  exceptionFindings,
  FOREIGN_JUDGES,
  isOf,
  type RegisteredException,
  type RegisterJudgement,
  unknownRuleFindings,
  withoutExceptions,
} from './exceptions';
export { Identities } from './identities';
export { formatIdentity, type Identity, identityOf } from './identity';
export { identityRule } from './identity-rule';
export { internetEgressRule } from './internet-egress-rule';
export { isJsonObject, type Json, type JsonObject } from './json';
export { keyMaterialRule, plannedKeyFindings } from './key-material-rule';
export { limitsRule } from './limits/limits-rule';
export { lowUserIdRule } from './low-user-id-rule';
export { metadataRule } from './metadata/metadata-rule';
export {
  type Fault,
  type Finding,
  type FoundLater,
  type RenderedObject,
  type Rule,
  type RuleContext,
  type Survey,
  toProblem,
} from './rule';
export { RuleRun } from './rule-run';
export { Catalogue, type KnownKind } from './schema/catalogue';
export { schemaRule } from './schema/schema-rule';
export { schemaViolations } from './schema/schema-violations';
export type { SchemaViolation } from './schema/walk';
export { vaultTokenRule } from './vault-token-rule';
export { vaultValueRule } from './vault-value-rule';
