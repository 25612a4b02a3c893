import { type Engines, LocalCluster, type LocalClusterOptions, prepareEngines } from '@plinth/testing';

interface Failure {
  plinthTestFailed?: boolean;
}

/** The engines; they were built before the first test file. */
export function engines(): Promise<Engines> {
  return prepareEngines();
}

/** A cluster that is stopped after the last test of the file; its logs stay when one failed. */
export function useCluster(options: Omit<LocalClusterOptions, 'engines'>): () => LocalCluster {
  let cluster: LocalCluster | undefined;
  beforeAll(async () => {
    cluster = await LocalCluster.start({ ...options, engines: await engines() });
  });
  afterAll(async () => {
    await cluster?.stop({ keepLogs: (globalThis as Failure).plinthTestFailed === true });
  });
  return () => {
    if (cluster === undefined) throw new Error('the cluster has not started');
    return cluster;
  };
}
