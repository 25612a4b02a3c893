import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { catalogue } from './catalogue';
import { writeDeclarations } from './declarations';
import { writeKustomizations } from './kustomize';
import { median, ROOT, type Run, runNode, runOther } from './measure';
import { formatTable, type Row } from './table';

/** Seconds after which a competitor is stopped: then all that is known is that it takes longer. */
const CAP = 600;

const ENVIRONMENTS = 3;

const options = new Set(process.argv.slice(2));
const isQuick = options.has('--quick');
const sizes = isQuick ? [100, 350] : [100, 350, 1000, 10_000];
const competitorSizes = isQuick ? [350] : [350, 1000];
const rows: Row[] = [];
const perEnvironment = new Map<number, number>();

// Every run writes into a folder of its own, and all are removed at the end: a file system on which much was
// deleted a moment ago creates files at a tenth of its speed.
const folder = mkdtempSync(join(tmpdir(), 'plinth-bench-'));
const repository = join(ROOT, `node_modules/.cache/plinth-bench-${process.pid}`);
let runs = 0;
try {
  for (const size of sizes) measurePlinth(size);
  measureDeclarations(isQuick ? 350 : 1000);
  for (const size of competitorSizes) measureCdk8s(size);
  if (hasKubectl()) for (const size of competitorSizes) measureKustomize(size);
} finally {
  rmSync(folder, { recursive: true, force: true });
  rmSync(repository, { recursive: true, force: true });
}
const machine = { processors: availableParallelism(), node: process.version, system: process.platform };
process.stdout.write(
  options.has('--json') ? `${JSON.stringify({ machine, rows }, null, 2)}\n` : formatTable(machine, rows),
);

function measurePlinth(services: number): void {
  const repeats = services > 1000 ? 1 : 3;
  const run = median(
    Array.from({ length: repeats }, () =>
      complete(runNode('test/bench/run-plinth.ts', [String(services), fresh()])),
    ),
  );
  perEnvironment.set(services, run.wall / ENVIRONMENTS);
  add('plinth', services, ENVIRONMENTS, run);
}

/** The command itself, with every declaration in a TypeScript file. */
function measureDeclarations(services: number): void {
  writeDeclarations(catalogue(services), repository);
  const run = median(
    [1, 2, 3].map(() =>
      complete(
        runNode('packages/cli/bin/plinth.js', ['synth', '--json', '--out', fresh()], { cwd: repository }),
      ),
    ),
  );
  add('plinth synth, declarations in TypeScript', services, ENVIRONMENTS, run);
  const load = median([1, 2, 3].map(() => complete(runNode('test/bench/run-load.ts', [repository]))));
  add('of which loading the declarations', services, ENVIRONMENTS, load);
}

function measureCdk8s(services: number): void {
  const repeats = services > 350 ? 1 : 3;
  const run = median(
    Array.from({ length: repeats }, () =>
      complete(runNode('test/bench/run-cdk8s.ts', [String(services), fresh()])),
    ),
  );
  add('cdk8s, one chart per service', services, 1, run);
}

/** The same objects through kustomize, built as Argo CD does (each service alone) and in one piece. */
function measureKustomize(services: number): void {
  const rendered = fresh();
  complete(runNode('test/bench/run-plinth.ts', [String(services), rendered]));
  const { each, all } = writeKustomizations(join(rendered, 'environment-1', 'workloads'), fresh());
  const build = 'for folder; do kubectl kustomize "$folder" > /dev/null || exit 1; done';
  add('kustomize, one build per service', services, 1, runOther(build, each, { cap: CAP }));
  add('kustomize, one build of all', services, 1, runOther(build, [all], { cap: CAP }));
}

function add(what: string, services: number, environments: number, run: Run | undefined): void {
  const { files, objects } = run === undefined || run.output === '' ? {} : JSON.parse(run.output);
  const ours = perEnvironment.get(services);
  const wall = run?.wall ?? CAP;
  const ratio = ours === undefined ? undefined : wall / environments / ours;
  const { cpu, peak } = run ?? {};
  rows.push({
    what,
    services,
    environments,
    isCapped: run === undefined,
    wall,
    cpu,
    peak,
    files,
    objects,
    ratio,
  });
  process.stderr.write(`${what}, ${services}: ${wall.toFixed(2)} s\n`);
}

function fresh(): string {
  const path = join(folder, String(runs));
  runs += 1;
  mkdirSync(path);
  return path;
}

function complete(run: Run | undefined): Run {
  if (run === undefined) throw new Error('a run without a cap was stopped');
  return run;
}

function hasKubectl(): boolean {
  try {
    execFileSync('kubectl', ['version', '--client'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
