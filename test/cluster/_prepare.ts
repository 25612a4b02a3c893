import { prepareEngines } from '@plinth/testing';

/** Once before all files: engines are found or built, with their progress shown. */
export default async function prepare(): Promise<void> {
  await prepareEngines();
}
