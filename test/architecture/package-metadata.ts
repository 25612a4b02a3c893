import { lineCount } from './file-size';
import { type PackageFile, packageFiles } from './package-file';
import type { Check } from './source-tree';

const sourceCondition = '@plinth/source';
const readmeBudget = 50;

/** What a stranger finds in every package: a short README, the licence, and entries that work once published. */
export const packageMetadata: Check = (files) => {
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  return packageFiles(files).flatMap((file) => {
    const library = file.folder.startsWith('packages/');
    return [
      ...licenceFaults(file),
      ...(library ? readmeFaults(file.folder, texts.get(`${file.folder}/README.md`)) : []),
      ...(library ? exportFaults(file) : []),
      ...(library && file.content.private !== true ? [...publishFaults(file), ...buildFaults(file)] : []),
    ];
  });
};

function licenceFaults({ path, content }: PackageFile): string[] {
  return content.license === 'Apache-2.0'
    ? []
    : [`${path}: license is ${content.license}; allowed: Apache-2.0`];
}

function readmeFaults(folder: string, readme: string | undefined): string[] {
  if (readme === undefined) return [`${folder}/README.md: is missing; say why the package exists`];
  const lines = lineCount(readme);
  if (lines <= readmeBudget) return [];
  return [`${folder}/README.md: has ${lines} lines; allowed: ${readmeBudget}; move the rest to docs/`];
}

/** Node takes the first condition that matches: the source must come before what is built from it. */
function exportFaults({ path, content }: PackageFile): string[] {
  const entries = Object.entries(content.exports ?? {}).filter(([entry]) => entry !== './package.json');
  if (entries.length === 0) return [`${path}: has no exports; without them every file is public`];
  return entries
    .filter(([, target]) => Object.keys(target as object)[0] !== sourceCondition)
    .map(
      ([entry]) =>
        `${path}: exports[${JSON.stringify(entry)}] must begin with the condition ${sourceCondition}`,
    );
}

/** The source is not in the published files, so nobody may be sent there. */
function publishFaults({ path, content }: PackageFile): string[] {
  const published = content.publishConfig?.exports;
  if (published === undefined)
    return [`${path}: publishConfig.exports is missing; repeat exports without the source`];
  if (!JSON.stringify(published).includes(sourceCondition)) return [];
  return [`${path}: publishConfig.exports leads to ${sourceCondition}, which is not published`];
}

/** Whoever packs, packs what today's sources say. */
function buildFaults({ path, content }: PackageFile): string[] {
  return content.scripts?.prepack === 'tsc -b' ? [] : [`${path}: scripts.prepack must be "tsc -b"`];
}
