import { execFile } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { type Engines, type KubernetesObject, readManifests, type Workspace } from '@plinth/testing';

const manifests = join(__dirname, '../../../manifests');

/** Variables of the job that say where something is: they alone differ on this machine. */
export type Addresses = Readonly<
  Record<'METADATA_SERVER' | 'STORAGE' | 'TOKEN_FILE' | 'VAULT_ADDR' | 'VAULT_CACERT', string>
>;

export interface RunResult {
  readonly code: number;
  readonly output: string;
}

interface Container {
  readonly command: readonly string[];
  readonly env: readonly { readonly name: string; readonly value: string }[];
}

/** The job that copies Vault's store as an environment deploys it: its script and its variables. */
export class SnapshotJob {
  readonly variables: Readonly<Record<string, string>>;
  readonly #script: string;

  constructor(environment: string) {
    const objects = readManifests(join(manifests, environment, 'platform/vault'));
    const { spec } = find(objects, 'CronJob').spec.jobTemplate.spec.template;
    const [container] = spec.containers as readonly Container[];
    const [shell, path] = container?.command ?? [];
    const files = (find(objects, 'ConfigMap') as unknown as { data: Readonly<Record<string, string>> }).data;
    const script = files[path?.replace(/^.*\//, '') ?? ''];
    if (container === undefined || shell !== '/bin/sh' || script === undefined)
      throw new Error('the job runs no script');
    this.variables = Object.fromEntries(container.env.map(({ name, value }) => [name, value]));
    this.#script = script;
  }

  /** Runs it to its end as a process of this machine, with nothing but what its pod has. */
  run(
    addresses: Addresses,
    { engines, workspace }: { readonly engines: Engines; readonly workspace: Workspace },
  ): Promise<RunResult> {
    const programs = workspace.file('programs');
    const home = workspace.file('home');
    mkdirSync(home, { recursive: true });
    if (mkdirSync(programs, { recursive: true }) !== undefined)
      symlinkSync(engines.path('vault'), join(programs, 'vault'));
    const env = {
      ...this.variables,
      ...addresses,
      HOME: home,
      TMPDIR: home,
      PATH: `${programs}:/usr/bin:/bin`,
    };
    return new Promise((resolve) => {
      execFile(
        '/bin/sh',
        [workspace.write('snapshot.sh', this.#script)],
        { env },
        (error, stdout, stderr) => {
          resolve({ code: typeof error?.code === 'number' ? error.code : 0, output: stdout + stderr });
        },
      );
    });
  }
}

function find(objects: readonly KubernetesObject[], kind: string): KubernetesObject {
  const found = objects.find((object) => object.kind === kind && object.metadata.name === 'vault-snapshot');
  if (found === undefined) throw new Error(`no ${kind} vault-snapshot among the manifests`);
  return found;
}
