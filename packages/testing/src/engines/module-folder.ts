import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '@plinth/errors';
import type { Engine, Recipe } from './engine';
import { shown, toolProblem } from './engine-problems';
import { type GoToolchain, goToolchain } from './go-toolchain';
import { digestOfFiles, pinnedSum, pinnedVersion } from './pinned-module';
import { runTool } from './tool';
import type { Workshop } from './workshop';

/** A folder inside a Go module that holds no code for us, only files. */
export interface ModuleFolder {
  /** What it is called in the result. */
  readonly name: string;
  /** The folder with the go.mod and go.sum that pin the module. */
  readonly module: string;
  readonly path: string;
  readonly folder: string;
}

export interface ModuleFoldersProps {
  readonly name: string;
  readonly folders: readonly ModuleFolder[];
  readonly keep: 'custom resource definitions' | 'everything';
}

/** Files that come with engines, as one folder with a folder for each source. */
export function moduleFolders(props: ModuleFoldersProps): Engine {
  return { name: props.name, own: {}, recipe: (workshop) => recipe(props, workshop) };
}

async function recipe({ folders, keep }: ModuleFoldersProps, workshop: Workshop): Promise<Recipe> {
  const pinned = folders.map((source) => {
    const pins = join(workshop.pins, source.module);
    const version = pinnedVersion(pins, source.path);
    return { ...source, pins, version, sum: pinnedSum(pins, source.path) };
  });
  const sources = [...new Set(pinned.map(({ pins }) => pins))];
  return {
    ingredients: [...sources.map(digestOfFiles), JSON.stringify(folders), keep],
    where: sources.map((pins) => shown(join(pins, 'go.mod'))).join(', '),
    contents: pinned.map(({ name, version }) => `${name} ${version.slice(1)}`).join(', '),
    heavy: false,
    build: async (stage) => {
      for (const source of pinned) {
        const go = await workshop.once(`go for ${source.pins}`, () => goToolchain(source.pins, workshop));
        const from = join(await download(source, go, workshop), source.folder);
        const to = join(stage, source.name);
        if (keep === 'everything') copyFolder(from, to);
        else copyDefinitions(from, to);
      }
    },
  };
}

interface PinnedFolder extends ModuleFolder {
  readonly pins: string;
  readonly version: string;
  readonly sum: string;
}

/**
 * The module's folder in Go's cache. Outside of any module, because a module that nothing is built from needs no
 * graph; the checksum is compared here.
 */
async function download(source: PinnedFolder, go: GoToolchain, workshop: Workshop): Promise<string> {
  const { path, version, sum } = source;
  const result = await runTool('go', ['mod', 'download', '-json', `${path}@${version}`], {
    folder: workshop.cache,
    environment: go.environment,
    signal: workshop.signal,
  });
  const where = shown(join(source.pins, 'go.sum'));
  if (result.failure !== undefined) {
    throw toolProblem({
      code: 'engine-fetch',
      where,
      command: `go mod download ${path}@${version}`,
      result: { ...result, output: tryError(result.stdout) ?? result.output },
      allowed: 'a module that can be had',
      otherwise: 'mend what Go names; GOPROXY says where modules come from',
    });
  }
  const answer = JSON.parse(result.stdout) as { readonly Dir: string; readonly Sum: string };
  if (answer.Sum === sum) return answer.Dir;
  throw new UserError({
    code: 'engine-sum',
    where,
    found: `${path} ${version} with the checksum ${answer.Sum}`,
    allowed: sum,
    fix: 'when the version changed, write the checksum of the new one; else ask who changed the module',
  });
}

/** With -json, Go says also what went wrong in JSON. */
function tryError(stdout: string): string | undefined {
  return stdout.startsWith('{') ? (JSON.parse(stdout) as { readonly Error?: string }).Error : undefined;
}

/** Contents only: folders of Go's cache are read-only, and what nobody may write nobody can remove. */
function copyFolder(from: string, to: string): void {
  mkdirSync(to);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) copyFolder(source, target);
    else writeFileSync(target, readFileSync(source));
  }
}

function copyDefinitions(from: string, to: string): void {
  mkdirSync(to);
  for (const name of readdirSync(from).filter((file) => file.endsWith('.yaml'))) {
    const text = readFileSync(join(from, name), 'utf8');
    if (/^kind: CustomResourceDefinition$/m.test(text)) writeFileSync(join(to, name), text);
  }
}
