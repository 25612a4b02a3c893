/**
 * The fields of a resolved environment that may differ between two environments although no overlay says so:
 * where it is, what runs there, and what its facts decide for those who do not. Everything else is the same
 * until somebody customizes it. `*` stands for any key or index.
 */
export const ENVIRONMENT_IDENTITY = [
  'name',
  'facts',
  'notReleased',
  'squads.*.quota',
  'dependencies.*.addresses',
  'services.*.image.reference',
  'services.*.image.repository',
  'services.*.image.version',
  'services.*.image.digest',
  'services.*.image.commit',
  // What runs here decides who calls.
  'services.*.callers',
  'services.*.calls.*.addresses',
  'services.*.mutualTls.clients',
  // Identities have the environment's domain in them, its facts say how long they last, and the proxy is promoted like a service.
  'services.*.mutualTls.identity',
  'services.*.mutualTls.duration',
  'services.*.mutualTls.renewBefore',
  'services.*.mutualTls.servers.*.identity',
  'services.*.mutualTls.termination.proxy',
  // Names in the cloud have their project in them.
  'services.*.cloud.account',
  'services.*.cloud.needs.*.bucket',
  // The agent is promoted like a service, and databases have an address in each environment.
  'services.*.vault.agent',
  'services.*.vault.secrets.*.host',
  'services.*.beforeRollout.vault.agent',
  'services.*.beforeRollout.vault.secrets.*.host',
  // Where the service does not write them, the facts do.
  'services.*.scaling.min',
  'services.*.resources.cpuLimit',
  'services.*.exposure.host',
] as const;
