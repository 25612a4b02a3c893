import type { ResolvedEnvironment } from '@plinth/model';
import type { Construct } from 'constructs';

/** Fills a scope with charts: one file each, `<namespace of the chart>/<id of the chart>.yaml`. */
export type StackBuilder = (scope: Construct, environment: ResolvedEnvironment) => void;

/** A deployable program of cdk8s charts, the same for every environment. */
export interface Stack {
  readonly name: string;
  readonly build: StackBuilder;
}

/**
 * Defines a stack; a stack folder's `stack.ts` exports it as default.
 *
 * @example
 * export default defineStack('workloads', (scope, environment) => {
 *   for (const service of environment.services) {
 *     const chart = new Chart(scope, service.name, { namespace: service.namespace });
 *     new WebService(chart, 'service', propsOf(service));
 *   }
 * });
 */
export function defineStack(name: string, build: StackBuilder): Stack {
  return { name, build };
}
