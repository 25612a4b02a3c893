import { spawnSync } from 'node:child_process';
import { dirname } from 'node:path';

/** Prometheus' own judge of alert rules. */
export class Promtool {
  readonly #program: string;

  constructor({ engines }: { readonly engines: { path(name: 'promtool'): string } }) {
    this.#program = engines.path('promtool');
  }

  /** A file of groups of rules: every expression is parsed. @throws Error in promtool's words */
  checkRules(file: string): string {
    return this.#run(['check', 'rules', file]);
  }

  /**
   * Rules over series that a file of tests makes up; paths in it begin where it lies.
   * @throws Error in promtool's words, with what was expected and what came
   * @see https://prometheus.io/docs/prometheus/latest/configuration/unit_testing_rules/
   */
  testRules(file: string): string {
    return this.#run(['test', 'rules', file], dirname(file));
  }

  #run(args: readonly string[], cwd?: string): string {
    const { status, stdout, stderr, error } = spawnSync(this.#program, args, { encoding: 'utf8', cwd });
    if (error !== undefined) throw error;
    if (status === 0) return stdout;
    throw new Error(`promtool ${args.join(' ')}: ${[stdout, stderr].join('').trim()}`);
  }
}
