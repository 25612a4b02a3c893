import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/**
 * Writes the same catalogue as a kustomize repository: a base for each service, which holds exactly the
 * objects that we render, an overlay for each service that sets namespace, label and processor time, and
 * one overlay that lists them all.
 * @param rendered the folder of one rendered environment's workloads
 * @returns the folders to build: of each service, and of all together
 */
export function writeKustomizations(rendered: string, folder: string): { each: string[]; all: string } {
  const files = readdirSync(rendered, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.yaml'),
  );
  const each = files.map((file) => writeService(join(rendered, file), file.split('/')[0] ?? '', folder));
  const all = join(folder, 'overlays');
  write(all, [`resources:`, ...each.map((overlay) => `  - ${basename(overlay)}`)]);
  return { each, all };
}

function writeService(file: string, namespace: string, folder: string): string {
  const name = basename(file, '.yaml');
  const [base, overlay] = [join(folder, 'bases', name), join(folder, 'overlays', name)];
  write(base, ['resources:', '  - objects.yaml']);
  writeFileSync(join(base, 'objects.yaml'), readFileSync(file));
  const [, kind] = /^kind: (Deployment|StatefulSet|CronJob)$/m.exec(readFileSync(file, 'utf8')) ?? [];
  const container = 'spec/template/spec/containers/0/resources/requests/cpu';
  write(overlay, [
    `namespace: ${namespace}`,
    'resources:',
    `  - ../../bases/${name}`,
    'labels:',
    '  - pairs:',
    '      tier: backend',
    'patches:',
    `  - target: { kind: ${kind}, name: ${name} }`,
    '    patch: |-',
    '      - op: replace',
    `        path: /${kind === 'CronJob' ? `spec/jobTemplate/${container}` : container}`,
    '        value: 500m',
  ]);
  return overlay;
}

function write(folder: string, lines: readonly string[]): void {
  mkdirSync(folder, { recursive: true });
  const head = ['apiVersion: kustomize.config.k8s.io/v1beta1', 'kind: Kustomization'];
  writeFileSync(join(folder, 'kustomization.yaml'), `${[...head, ...lines].join('\n')}\n`);
}
