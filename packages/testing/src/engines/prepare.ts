import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { formatProblem, type Problem, UserError } from '@plinth/errors';
import { askVersion, checkVersion } from './asked-version';
import { withBuildLock } from './build-lock';
import { CacheEntry, remove } from './cache';
import type { Engine, PreparedEngine, Recipe } from './engine';
import { tryDiskProblem } from './engine-problems';
import { tryFindOwn } from './own-binary';
import { Turns } from './turns';
import type { Workshop } from './workshop';

/**
 * Finds or makes each engine. One that fails does not keep the others from being finished and cached.
 * @throws UserError with the problem of each engine that failed
 */
export async function prepare(engines: readonly Engine[], workshop: Workshop): Promise<PreparedEngine[]> {
  const turns = new Turns();
  const outcomes = await Promise.allSettled(engines.map((engine) => prepareOne(engine, workshop, turns)));
  const problems = new Map<string, Problem>();
  const prepared: PreparedEngine[] = [];
  for (const outcome of outcomes) {
    if (outcome.status === 'fulfilled') {
      prepared.push(outcome.value);
      continue;
    }
    const error = tryDiskProblem(outcome.reason, workshop.cache) ?? outcome.reason;
    if (!UserError.isUserError(error)) throw error;
    // Engines of one module fail for one reason.
    for (const problem of error.problems) problems.set(formatProblem(problem), problem);
  }
  UserError.throwIfAny([...problems.values()]);
  return prepared;
}

async function prepareOne(engine: Engine, workshop: Workshop, turns: Turns): Promise<PreparedEngine> {
  const own = tryFindOwn(engine, workshop.environment);
  if (own !== undefined && engine.asked !== undefined) {
    const version = await askVersion({ ...own, asked: engine.asked, name: engine.name }, workshop);
    return { name: engine.name, version, ...own };
  }
  const recipe = await engine.recipe(workshop);
  const entry = new CacheEntry(workshop.cache, engine.name, recipe.version, recipe.ingredients);
  const cached = tryCached(engine, recipe, entry);
  if (cached !== undefined) return cached;
  if (recipe.fetch !== undefined) await recipe.fetch();
  const make = () => makeOnce(engine, recipe, entry, workshop);
  return recipe.heavy ? turns.take(make) : make();
}

async function makeOnce(
  engine: Engine,
  recipe: Recipe,
  entry: CacheEntry,
  workshop: Workshop,
): Promise<PreparedEngine> {
  mkdirSync(dirname(entry.folder), { recursive: true });
  const title = recipe.version === undefined ? engine.name : `${engine.name} ${recipe.version}`;
  const onWait = (pid: string) => workshop.progress.note(`${title}: process ${pid} is making it, waiting`);
  return withBuildLock(entry.lock, { signal: workshop.signal, onWait }, async () => {
    const cached = tryCached(engine, recipe, entry);
    if (cached !== undefined) return cached;
    const stage = entry.makeStage();
    const end = workshop.progress.start(title, recipe.program === undefined ? 'copying' : 'building');
    const started = performance.now();
    try {
      await recipe.build(stage);
      const version = await checkVersion(engine, recipe, stage, workshop);
      const buildSeconds = Math.round((performance.now() - started) / 100) / 10;
      entry.publish(stage, { version, buildSeconds });
      end('done');
      return { name: engine.name, version, from: 'built', path: pathIn(entry.folder, recipe), buildSeconds };
    } catch (error) {
      end('failed');
      remove(stage);
      throw error;
    }
  });
}

function tryCached(engine: Engine, recipe: Recipe, entry: CacheEntry): PreparedEngine | undefined {
  const record = entry.tryRecord();
  const path = pathIn(entry.folder, recipe);
  if (record === undefined || !existsSync(path)) return undefined;
  return { name: engine.name, from: 'cache', path, ...record };
}

function pathIn(folder: string, recipe: Recipe): string {
  return recipe.program === undefined ? folder : join(folder, recipe.program);
}
