import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { tinyCompany, tinyReleases } from '@plinth/testing';
import { askPlinth } from './ask-plinth';
import { CHECKOUT, plinth, type Run, shell } from './run-plinth';

/** Two environments, `first` and `second`, and one service, `shop`. */
const ENVIRONMENTS = `
import { tinyCompany } from '@plinth/testing';
export const company = tinyCompany();
`;

/** One small object for each service: what is tested here is not what a service becomes. */
const STACK = `
import { defineStack } from '@plinth/synth';
import { ApiObject, Chart } from 'cdk8s';
export default defineStack('workloads', (scope, environment) => {
  for (const { name, namespace } of environment.services) {
    const chart = new Chart(scope, name, { namespace });
    new ApiObject(chart, 'config', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: { a: '1' } });
  }
});
`;

/**
 * A repository of somebody who uses plinth. It lies below the checkout's node_modules, where Git, linters and
 * test runners do not look and Node finds our packages as it does in a repository that has installed them.
 */
export class FixtureRepository {
  readonly root: string;

  private constructor() {
    const cache = join(CHECKOUT, 'node_modules/.cache');
    mkdirSync(cache, { recursive: true });
    this.root = mkdtempSync(join(cache, 'repository-'));
  }

  static tiny(): FixtureRepository {
    const repository = new FixtureRepository();
    repository.write('environments/index.ts', ENVIRONMENTS);
    for (const [name, { text }] of tinyReleases(tinyCompany()))
      repository.write(`environments/${name}/releases.json`, text);
    repository.write('stacks/workloads/stack.ts', STACK);
    return repository;
  }

  /** The company of this checkout with what is rendered of it, to be changed. */
  static ofRenderedCompany(): FixtureRepository {
    const repository = FixtureRepository.ofCompany();
    cpSync(join(CHECKOUT, 'manifests'), repository.path('manifests'), { recursive: true });
    return repository;
  }

  /** The company of this checkout, to be changed. */
  static ofCompany(): FixtureRepository {
    const repository = new FixtureRepository();
    for (const folder of ['environments', 'stacks']) {
      cpSync(join(CHECKOUT, folder), repository.path(folder), {
        recursive: true,
        filter: (path) => !path.endsWith('node_modules'),
      });
    }
    // Programs start from the checkout's loader, and find the company's packages as an installation links them.
    repository.link('packages', join(CHECKOUT, 'packages'));
    repository.link('node_modules/@acme/environments', repository.path('environments'));
    for (const stack of readdirSync(repository.path('stacks')))
      repository.link(`node_modules/@acme/stack-${stack}`, repository.path(`stacks/${stack}`));
    return repository;
  }

  /** Another one that is as this one is now. */
  copy(): FixtureRepository {
    const repository = new FixtureRepository();
    cpSync(this.root, repository.root, { recursive: true });
    return repository;
  }

  link(path: string, target: string): void {
    mkdirSync(dirname(this.path(path)), { recursive: true });
    symlinkSync(target, this.path(path));
  }

  path(path: string): string {
    return join(this.root, path);
  }

  read(path: string): string {
    return readFileSync(this.path(path), 'utf8');
  }

  write(path: string, content: string | Uint8Array): void {
    mkdirSync(dirname(this.path(path)), { recursive: true });
    writeFileSync(this.path(path), content);
  }

  /** Replaces the only place where `found` stands. */
  edit(path: string, found: string, replacement: string): void {
    const parts = this.read(path).split(found);
    if (parts.length !== 2) throw new Error(`${path} holds ${found} ${parts.length - 1} times`);
    this.write(path, parts.join(replacement));
  }

  remove(path: string): void {
    rmSync(this.path(path), { recursive: true, force: true });
  }

  /**
   * For what is said about this repository: the process may have answered before.
   * @param args as on the command line, without quotes
   */
  ask(args: string, variables: Readonly<Record<string, string | undefined>> = {}): Promise<Run> {
    return askPlinth(
      args.split(' ').filter((arg) => arg !== ''),
      { cwd: this.root, variables },
    );
  }

  /**
   * In a process of its own.
   * @param args as on the command line, without quotes
   */
  plinth(args: string, variables: Readonly<Record<string, string | undefined>> = {}): Promise<Run> {
    return plinth(
      args.split(' ').filter((arg) => arg !== ''),
      { cwd: this.root, variables },
    );
  }

  shell(line: string, variables: Readonly<Record<string, string | undefined>> = {}): Promise<Run> {
    return shell(line, { cwd: this.root, variables });
  }

  dispose(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
