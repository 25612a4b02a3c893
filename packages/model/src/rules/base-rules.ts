import type { BaseRule } from './base-rule';
import { callsAreAnswered, coreHasNoCycle } from './calls';
import { needsDiffer } from './cloud-need-names';
import { needsAreOffered } from './cloud-needs';
import { accountsAreOfDatabases, readsAreOfNeighbours, schemasAreFree } from './database-secrets';
import { databasesAreCloudSql } from './databases';
import { derivedNamesAreUnique, loginsAreUnique } from './derived-names';
import { addressesDiffer, commonNamesFit, proxiesKnowPrograms } from './mutual-tls';
import { namesAreUnique, namesAreValid } from './names';
import { fallbacksEnd, leadsAreMembers, oneSquadIsLast, ownersExist } from './ownership';
import { pathsAreOfOneService, pathsAreReadOnce } from './secret-paths';
import { jobsSecretsAreDeclared, reloadIsHeard } from './secrets';
import {
  nodesHaveNoEdge,
  portsAreUnique,
  probesDiffer,
  routesAreUnique,
  serversHavePorts,
} from './service-settings';

/** Everything that must be true of a base, in the order in which it is told. */
export const baseRules: readonly BaseRule[] = [
  namesAreValid,
  namesAreUnique,
  derivedNamesAreUnique,
  loginsAreUnique,
  commonNamesFit,
  ownersExist,
  leadsAreMembers,
  fallbacksEnd,
  oneSquadIsLast,
  callsAreAnswered,
  coreHasNoCycle,
  addressesDiffer,
  proxiesKnowPrograms,
  needsAreOffered,
  needsDiffer,
  databasesAreCloudSql,
  pathsAreReadOnce,
  pathsAreOfOneService,
  reloadIsHeard,
  jobsSecretsAreDeclared,
  accountsAreOfDatabases,
  readsAreOfNeighbours,
  schemasAreFree,
  probesDiffer,
  portsAreUnique,
  serversHavePorts,
  nodesHaveNoEdge,
  routesAreUnique,
];
