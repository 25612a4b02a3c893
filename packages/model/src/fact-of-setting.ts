/** The facts of an environment that decide for services that do not: by setting, the fact. */
export const FACT_OF_SETTING = {
  'scaling.min': 'replicaFloor',
  'resources.cpuLimit': 'cpuLimit',
} as const;
