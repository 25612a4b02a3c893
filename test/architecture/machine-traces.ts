import type { Check, SourceFile } from './source-tree';

/** The machine on which the check runs. */
export interface Machine {
  /** Where it gets its packages: `host` or `host:port`. */
  readonly registries: readonly string[];
  /** Folders that exist on it alone: the checkout, the home folder. */
  readonly folders: readonly string[];
}

// In pieces, so that this file does not name what it looks for.
const publicRegistries = [
  ['registry', 'npmjs', 'org'],
  ['registry', 'yarnpkg', 'com'],
  ['registry', 'npmmirror', 'com'],
  ['npm', 'pkg', 'github', 'com'],
].map((parts) => parts.join('.'));

/** Home folders of people, wherever they are; `nonroot` is the home of a container's user. */
const homes = /(?<![\w.)}\]/*-])\/(?:home|Users)\/(?!nonroot\b)[a-z][\w.-]*/i;

/** Which registry and which folder somebody used is no part of the product, and wrong on the next machine. */
export function machineTraces(machine: Machine): Check {
  const hosts = [...publicRegistries, ...machine.registries];
  return (files) =>
    files.flatMap((file) => [
      ...hosts.flatMap((host) => places(file, host, 'names a registry')),
      ...machine.folders.flatMap((folder) => places(file, folder, 'names a folder of one machine')),
      ...lines(file, (line) => homes.test(line)).map((place) => `${place}: names a home folder`),
    ]);
}

function places(file: SourceFile, wanted: string, fault: string): string[] {
  if (!file.text.includes(wanted)) return [];
  const whole = new RegExp(`(?<![\\w.)}\\]*-])${wanted.replace(/[.\\]/g, '\\$&')}(?![\\w-])`);
  return lines(file, (line) => whole.test(line)).map((place) => `${place}: ${fault}`);
}

function lines(file: SourceFile, matches: (line: string) => boolean): string[] {
  return file.text.split('\n').flatMap((line, index) => (matches(line) ? [`${file.path}:${index + 1}`] : []));
}
