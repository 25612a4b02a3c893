import { MEASUREMENTS, measured, prepareEngines, Workspace } from '@plinth/testing';

/** Once before all files: engines are found or built, with their progress shown. */
export default async function prepare(): Promise<void> {
  // The workers inherit it; the reporter reads it when all is done.
  process.env[MEASUREMENTS] = new Workspace('measured').file('lines');
  const engines = await prepareEngines();
  for (const { name, version, from, buildSeconds } of engines.report) {
    measured('engine', { name, version, from, build: buildSeconds ?? 0 });
  }
}
