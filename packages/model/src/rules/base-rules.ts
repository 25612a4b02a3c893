import type { BaseRule } from './base-rule';
import { callsAreAnswered, coreHasNoCycle } from './calls';
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
  probesDiffer,
  portsAreUnique,
  nodesHavePorts,
  routesAreUnique,
];
