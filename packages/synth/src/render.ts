import { UserError } from '@plinth/errors';
import type { JsonObject } from '@plinth/manifest';
import type { ResolvedEnvironment } from '@plinth/model';
import { ApiObject, App, Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { inFileOrder } from './object-order';
import type { Stack } from './stack';

/** One chart, as plain data. */
export interface RenderedFile {
  /** `<stack>/<namespace>/<chart>.yaml`; without the namespace for a chart that has none. */
  readonly path: string;
  readonly objects: readonly JsonObject[];
}

/**
 * Renders a stack for one environment, chart by chart. Each chart is rendered from its own constructs only:
 * cdk8s's own `Chart.toJson` walks the whole application for every chart.
 */
export function* renderStack(stack: Stack, environment: ResolvedEnvironment): Generator<RenderedFile> {
  const app = new App({ outdir: '.' });
  build(stack, app, environment);
  for (const chart of chartsIn(app)) {
    const objects = objectsOf(chart);
    if (objects.length > 0) yield { path: filePath(stack, chart), objects: inFileOrder(objects) };
  }
}

/** The type lets an async function through, and what that adds after it has returned would be lost without a word. */
function build(stack: Stack, app: App, environment: ResolvedEnvironment): void {
  const result: unknown = stack.build(app, environment);
  if (typeof result !== 'object' || result === null || !('then' in result)) return;
  throw new UserError({
    code: 'stack-async',
    where: `stack ${stack.name}`,
    found: 'a function that returns a promise',
    allowed: 'a function that has added every chart when it returns',
    fix: 'remove async and await',
  });
}

function chartsIn(construct: IConstruct, found: Chart[] = []): readonly Chart[] {
  if (Chart.isChart(construct)) found.push(construct);
  for (const child of construct.node.children) chartsIn(child, found);
  return found;
}

function filePath(stack: Stack, chart: Chart): string {
  return [
    stack.name,
    ...(chart.namespace === undefined ? [] : [chart.namespace]),
    `${chart.node.id}.yaml`,
  ].join('/');
}

/** The objects of a chart, without those of charts within it, after every construct's own validation. */
function objectsOf(chart: Chart): JsonObject[] {
  const objects: JsonObject[] = [];
  const visit = (construct: IConstruct) => {
    const mistakes = construct.node.validate();
    if (mistakes.length > 0) throw invalid(construct, mistakes);
    if (ApiObject.isApiObject(construct)) objects.push(construct.toJson());
    for (const child of construct.node.children) if (!Chart.isChart(child)) visit(child);
  };
  visit(chart);
  return objects;
}

function invalid(construct: IConstruct, mistakes: readonly string[]): UserError {
  return new UserError(
    mistakes.map((mistake) => ({
      code: 'construct-invalid',
      where: construct.node.path,
      found: `what its own validation refuses: ${mistake}`,
      allowed: 'what the construct documents',
      fix: 'change its props',
    })),
  );
}
