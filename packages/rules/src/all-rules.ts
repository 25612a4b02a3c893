import { certificateRule } from './certificate/certificate-rule';
import { clusterIssuerRule } from './cluster-issuer-rule';
import { disruptionBudgetRule } from './disruption-budget-rule';
import { identityRule } from './identity-rule';
import { internetEgressRule } from './internet-egress-rule';
import { keyMaterialRule } from './key-material-rule';
import { limitsRule } from './limits/limits-rule';
import { lowUserIdRule } from './low-user-id-rule';
import { metadataRule } from './metadata/metadata-rule';
import type { Rule } from './rule';
import { schemaRule } from './schema/schema-rule';
import { vaultTokenRule } from './vault-token-rule';
import { vaultValueRule } from './vault-value-rule';

/** Every rule, in the order in which a reader meets them. */
export const allRules: readonly Rule[] = [
  schemaRule,
  identityRule,
  metadataRule,
  limitsRule,
  internetEgressRule,
  lowUserIdRule,
  disruptionBudgetRule,
  keyMaterialRule,
  vaultTokenRule,
  vaultValueRule,
  clusterIssuerRule,
  certificateRule,
];
