import { didYouMean, oneOf } from '@plinth/errors';
import { lineOfPath } from '../json-text';
import { PROXY_RESOURCES, SERVICE_PROXY } from '../mutual-tls-names';
import { VAULT_AGENT, VAULT_AGENT_RESOURCES } from '../vault-names';
import {
  authoritiesDiffer,
  livesFormLattice,
  renewalHasRoom,
  vaultIsKnownByItsAuthority,
} from './certificates';
import { cloudRules } from './cloud-facts';
import { accountsOfNodesAreApart, bucketsHaveNames, needsHaveCloud } from './cloud-need-names';
import { ownersAreReleased } from './cloud-needs';
import type { EnvironmentRule } from './environment-rule';
import { nothingReleasedIsKey } from './key-material';
import { proxyIsReleased } from './mutual-tls';
import { networkRules } from './network-ranges';
import { agentIsReleased } from './secrets';

const releasesAreOfServices: EnvironmentRule = ({ base, releases, releasesFile: { file, text }, report }) => {
  const known = new Set([...base.services.map(({ name }) => name), VAULT_AGENT, SERVICE_PROXY]);
  for (const name of Object.keys(releases)) {
    if (known.has(name)) continue;
    report.add({
      code: 'unknown-release',
      at: { file, line: lineOfPath(text, [name]) },
      path: [name],
      found: `a release of the unknown service "${name}"`,
      allowed: 'services that the base declares',
      fix: didYouMean(name, known, 'remove it, or declare the service'),
    });
  }
};

/** What runs can reach what it calls. */
const calleesAreReleased: EnvironmentRule = ({ parsed, environment, releases, report }) => {
  for (const { name, declaration, input } of parsed.services.values()) {
    if (!Object.hasOwn(releases, name)) continue;
    for (const [index, callee] of (input.calls ?? []).entries()) {
      if (!parsed.services.has(callee) || Object.hasOwn(releases, callee)) continue;
      report.add({
        code: 'callee-not-released',
        at: declaration,
        path: ['calls', index],
        value: callee,
        allowed: `callees that have a release in ${environment.name}, as ${name} has`,
        fix: `promote ${callee} to ${environment.name} first`,
      });
    }
  }
};

const dependenciesHaveAddresses: EnvironmentRule = ({ base, parsed, environment, facts, report }) => {
  const network = [...parsed.dependencies.values()]
    .filter(({ input }) => input.reach !== 'internet')
    .map(({ name }) => name);
  for (const name of network) {
    if (Object.hasOwn(facts.dependencies, name)) continue;
    report.add({
      code: 'no-address',
      at: environment,
      path: ['dependencies', name],
      value: undefined,
      allowed: 'the networks in which the dependency is',
      fix: `add "${name}" to \`dependencies\` of ${environment.name}`,
    });
  }
  for (const name of Object.keys(facts.dependencies)) {
    // One that failed its own check is no second mistake here.
    const isDeclared = base.dependencies.some((one) => one.name === name);
    if (network.includes(name) || (isDeclared && !parsed.dependencies.has(name))) continue;
    report.add({
      code: 'unknown-dependency',
      at: environment,
      path: ['dependencies', name],
      found: `addresses of "${name}"`,
      allowed: `dependencies that are reached over the network: ${oneOf(network)}`,
      fix: didYouMean(name, network, 'remove it'),
    });
  }
};

const quotasAreOfSquads: EnvironmentRule = ({ base, environment, facts, report }) => {
  const known = base.squads.map((squad) => squad.name);
  for (const name of Object.keys(facts.quotas ?? {})) {
    if (known.includes(name)) continue;
    report.add({
      code: 'unknown-squad',
      at: environment,
      path: ['quotas', name],
      found: `a quota of the unknown squad "${name}"`,
      allowed: `a declared squad: ${oneOf(known)}`,
      fix: didYouMean(name, known, 'remove it'),
    });
  }
};

/** A container that says nothing of its limit gets the environment's. */
const usualLimitIsNotTooLarge: EnvironmentRule = ({ environment, facts, report }) => {
  const { cpuLimit, largestContainer } = facts;
  if (cpuLimit.compare(largestContainer.cpu) <= 0) return;
  report.add({
    code: 'container-too-large',
    at: environment,
    path: ['cpuLimit'],
    value: environment.input.cpuLimit,
    allowed: `at most ${largestContainer.cpu}, which is largestContainer.cpu`,
    fix: 'lower it, or raise largestContainer.cpu',
  });
};

/** What runs beside programs is a container as others are, and nobody who declares a service can make it smaller. */
const helpersAreNotTooLarge: EnvironmentRule = ({ environment, facts: { largestContainer }, report }) => {
  const helpers = [
    { takes: 'the agent takes that fetches secrets', ...VAULT_AGENT_RESOURCES },
    { takes: 'the proxy takes that ends mutual TLS', ...PROXY_RESOURCES },
  ];
  for (const { takes, cpuLimit, memory } of helpers) {
    if (cpuLimit.compare(largestContainer.cpu) <= 0 && memory.compare(largestContainer.memory) <= 0) continue;
    report.add({
      code: 'container-too-small',
      at: environment,
      path: ['largestContainer'],
      found: `${largestContainer.cpu} CPU and ${largestContainer.memory} of memory`,
      allowed: `at least ${cpuLimit} CPU and ${memory} of memory, which ${takes}`,
      fix: 'raise it',
    });
    return;
  }
};

/** Everything that must be true of one environment. */
export const environmentRules: readonly EnvironmentRule[] = [
  releasesAreOfServices,
  nothingReleasedIsKey,
  calleesAreReleased,
  ownersAreReleased,
  agentIsReleased,
  proxyIsReleased,
  livesFormLattice,
  renewalHasRoom,
  authoritiesDiffer,
  vaultIsKnownByItsAuthority,
  dependenciesHaveAddresses,
  quotasAreOfSquads,
  ...networkRules,
  usualLimitIsNotTooLarge,
  helpersAreNotTooLarge,
  needsHaveCloud,
  bucketsHaveNames,
  accountsOfNodesAreApart,
  ...cloudRules,
];
