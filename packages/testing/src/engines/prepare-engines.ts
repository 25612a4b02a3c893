import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { cacheRoot } from './cache';
import { catalogue, type EngineName } from './catalogue';
import { tryDiskProblem } from './engine-problems';
import { Engines } from './engines';
import { prepare } from './prepare';
import { Progress, type ProgressOutput } from './progress';
import { type Environment, onceEach, type Workshop } from './workshop';

export interface PrepareEnginesOptions {
  /**
   * Only these; the others need not exist.
   * @default all
   */
  readonly only?: readonly EngineName[];
  /**
   * Environment variables: KUBEBUILDER_ASSETS, REDIS_SERVER, PROMTOOL, POSTGRES_SERVER, PLINTH_ENGINES,
   * and what the tools read.
   * @default those of this process
   */
  readonly environment?: Environment;
  /**
   * Where progress is shown.
   * @default the standard error stream
   */
  readonly output?: ProgressOutput;
  /** Ends what is running. */
  readonly signal?: AbortSignal;
}

const pins = join(__dirname, '../../../../test/cluster/engines');

/**
 * Finds the engines, and makes those that are neither brought by the person nor cached.
 * The first time takes many minutes, later ones a second.
 * @throws UserError with a problem for each engine that cannot be had
 */
export async function prepareEngines(options: PrepareEnginesOptions = {}): Promise<Engines> {
  const environment = options.environment ?? process.env;
  const workshop: Workshop = {
    environment,
    pins,
    cache: cacheRoot(environment),
    progress: new Progress(options.output ?? process.stderr),
    signal: options.signal ?? new AbortController().signal,
    once: onceEach(),
  };
  makeCache(workshop.cache);
  const wanted = catalogue.filter(({ name }) => options.only?.includes(name as EngineName) ?? true);
  return new Engines(await prepare(wanted, workshop));
}

function makeCache(cache: string): void {
  try {
    mkdirSync(cache, { recursive: true });
  } catch (error) {
    throw tryDiskProblem(error, cache) ?? error;
  }
}
