import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { didYouMean, oneOf, type Problem, show, UserError } from '@plinth/errors';
import { readConfigSchema } from './config-schema';
import { type ConfigValues, configValues } from './config-values';
import { isRecord, readYamlFile, shown, type YamlFile } from './yaml-file';

/** What `Pulumi.yaml` and `Pulumi.<stack>.yaml` say. */
export interface ProgramSettings extends ConfigValues {
  readonly folder: string;
  /** `Pulumi.yaml`, for messages. */
  readonly file: string;
  readonly project: string;
  /** The folder in which the program runs, and its entry there. */
  readonly pwd: string;
  readonly entry: string;
  /** `runtime.options.nodeargs`, as written. */
  readonly nodeArguments: string;
  readonly disabledDefaultProviders: readonly string[];
}

/** @throws UserError with every mistake in the two files */
export function readProgram(folder: string, stack: string): ProgramSettings {
  const root = resolve(folder);
  const file = readYamlFile(join(root, 'Pulumi.yaml'));
  const stackFile = readYamlFile(join(root, stackFileName(root, stack)));
  const project = text(file, 'name');
  const schema = readConfigSchema(file, project);
  const problems: Problem[] = [...schema.problems];
  const values = configValues(schema.keys, stackFile, project, problems);
  const disabledDefaultProviders = disabledProviders(values, stackFile, problems);
  UserError.throwIfAny(problems);
  const { runtime } = file.content;
  const options = isRecord(runtime) && isRecord(runtime.options) ? runtime.options : {};
  const nodeArguments = options.nodeargs ?? '';
  return {
    folder: root,
    file: file.name,
    project,
    ...entryOf(root, file),
    nodeArguments: typeof nodeArguments === 'string' ? nodeArguments : '',
    disabledDefaultProviders,
    ...values,
  };
}

/** @throws UserError `unknown-stack` */
function stackFileName(folder: string, stack: string): string {
  const names = readdirSync(folder)
    .flatMap((name) => /^Pulumi\.(.+)\.yaml$/.exec(name)?.[1] ?? [])
    .sort();
  if (names.includes(stack)) return `Pulumi.${stack}.yaml`;
  throw new UserError({
    code: 'unknown-stack',
    where: shown(folder),
    found: `no Pulumi.${stack}.yaml`,
    allowed: names.length === 0 ? 'a Pulumi.<stack>.yaml for each stack' : oneOf(names),
    fix: didYouMean(stack, names, `name one of these, or create Pulumi.${stack}.yaml`),
  });
}

function text(file: YamlFile, key: string): string {
  const value = file.content[key];
  if (typeof value === 'string' && value !== '') return value;
  throw new UserError({
    code: 'project-file',
    where: `${file.place(key)}: ${key}`,
    found: show(value),
    allowed: 'text',
    fix: `add the line "${key}: …"`,
  });
}

/** As the engine: the program of a folder runs in it, the program of a file beside it. */
function entryOf(folder: string, file: YamlFile): { readonly pwd: string; readonly entry: string } {
  const main = file.content.main;
  if (typeof main !== 'string' || main === '') return { pwd: folder, entry: '.' };
  const path = isAbsolute(main) ? main : join(folder, main);
  if (!existsSync(path)) {
    throw new UserError({
      code: 'no-program',
      where: `${file.place('main')}: main`,
      found: `${show(main)}, which does not exist`,
      allowed: 'the file or folder of the program, from the folder of Pulumi.yaml',
      fix: 'correct the path',
    });
  }
  if (statSync(path).isDirectory()) return { pwd: path, entry: '.' };
  return { pwd: dirname(path), entry: basename(path) };
}

const DISABLED = 'pulumi:disable-default-providers';

function disabledProviders(values: ConfigValues, file: YamlFile, problems: Problem[]): readonly string[] {
  const written = values.config[DISABLED];
  if (written === undefined) return [];
  const list = tryJson(written);
  if (Array.isArray(list) && list.every((name) => typeof name === 'string')) return list;
  problems.push({
    code: 'config-type',
    where: `${file.place('config', DISABLED)}: config.${DISABLED}`,
    found: show(written),
    allowed: 'a list of names of providers, or of "*"',
    fix: 'write it as a list',
  });
  return [];
}

function tryJson(written: string): unknown {
  try {
    return JSON.parse(written);
  } catch {
    return undefined;
  }
}
