import type { BaseRule } from './base-rule';
import { callsAreAnswered, coreHasNoCycle } from './calls';
import { needsDiffer } from './cloud-need-names';
import { needsAreOffered } from './cloud-needs';
import { databasesAreCloudSql } from './databases';
import { derivedNamesAreUnique } from './derived-names';
import { namesAreUnique, namesAreValid } from './names';
import { fallbacksEnd, leadsAreMembers, oneSquadIsLast, ownersExist } from './ownership';
import { nodesHavePorts, portsAreUnique, probesDiffer, routesAreUnique } from './service-settings';

/** Everything that must be true of a base, in the order in which it is told. */
export const baseRules: readonly BaseRule[] = [
  namesAreValid,
  namesAreUnique,
  derivedNamesAreUnique,
  ownersExist,
  leadsAreMembers,
  fallbacksEnd,
  oneSquadIsLast,
  callsAreAnswered,
  coreHasNoCycle,
  needsAreOffered,
  needsDiffer,
  databasesAreCloudSql,
  probesDiffer,
  portsAreUnique,
  nodesHavePorts,
  routesAreUnique,
];
