import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Catalogue, CataloguedService } from './catalogue';
import { ROOT } from './measure';

/** The function with which each kind is declared. */
const DECLARES = {
  'web-service': 'webService',
  worker: 'worker',
  'scheduled-job': 'scheduledJob',
  'stateful-node': 'statefulNode',
} as const;

/** Writes a catalogue as a repository whose every service has a TypeScript file of its own, as people keep them. */
export function writeDeclarations(
  { services, squads, dependencies, environments, exceptions }: Catalogue,
  folder: string,
): void {
  const base = join(folder, 'environments/base');
  for (const service of services) write(join(base, 'services', `${service.name}.ts`), declaration(service));
  write(
    join(base, 'squads.ts'),
    `import { squad } from '@plinth/model';\nexport const squads = ${json(squads)}.map(({ name, input }) => squad(name, input as never));\n`,
  );
  write(
    join(base, 'dependencies.ts'),
    `import { externalDependency } from '@plinth/model';\nexport const dependencies = ${json(dependencies)}.map(({ name, input }) => externalDependency(name, input as never));\n`,
  );
  write(join(base, 'index.ts'), baseIndex(services));
  for (const { name, facts, overlay, releases } of environments) {
    const own = join(folder, 'environments', name);
    const text = `import { environment, overlayOf } from '@plinth/model';\nimport { base } from '../base';\nexport default environment('${name}', ${json(facts)} as never, [overlayOf(base)(${json(overlay)} as never)]);\n`;
    write(join(own, 'index.ts'), text);
    write(join(own, 'releases.json'), releases);
  }
  write(
    join(folder, 'environments/index.ts'),
    companyIndex(
      environments.map(({ name }) => name),
      exceptions,
    ),
  );
  symlinkSync(join(ROOT, 'stacks'), join(folder, 'stacks'), 'dir');
}

function declaration({ kind, name, input }: CataloguedService): string {
  const declare = DECLARES[kind];
  return `import { ${declare} } from '@plinth/model';\n\n/** ${name} of the catalogue. */\nexport const service = ${declare}('${name}', ${json(input)});\n`;
}

function baseIndex(services: readonly CataloguedService[]): string {
  return [
    `import { defineBase } from '@plinth/model';`,
    `import { dependencies } from './dependencies';`,
    ...services.map(({ name }, index) => `import { service as s${index} } from './services/${name}';`),
    `import { squads } from './squads';`,
    `export const base = defineBase({ services: [${services.map((_, index) => `s${index}`).join(', ')}], squads, dependencies });`,
    '',
  ].join('\n');
}

function companyIndex(names: readonly string[], exceptions: Catalogue['exceptions']): string {
  return [
    `import { defineCompany, exception } from '@plinth/model';`,
    `import { base } from './base';`,
    ...names.map((name, index) => `import e${index} from './${name}';`),
    `export const company = defineCompany({ base, environments: [${names.map((_, index) => `e${index}`).join(', ')}], exceptions: ${json(exceptions)}.map((one) => exception(one as never)) });`,
    '',
  ].join('\n');
}

function json(value: unknown): string {
  return JSON.stringify(value, undefined, 2);
}

function write(file: string, text: string): void {
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, text);
}
