import { show, UserError } from '@plinth/errors';
import { Manifest } from '@plinth/manifest';
import { Construct } from 'constructs';
import { _clusterScoped } from './cluster-scoped';
import type { PriorityClassObject } from './kinds';
import { readReason } from './label';
import { readName } from './name';
import { identity, type Owner, resolveOwner } from './owner';
import { resolveProps } from './resolve';

export interface PriorityClassProps {
  readonly name: string;
  /** Who answers for it. */
  readonly owner: Owner;
  /** Who goes first when there is no room: 1 to 1,000,000,000. */
  readonly value: number;
  /** What it is for, in a sentence. */
  readonly description: string;
  /** Whether it may push out pods of lower priority; `Never` for batch. @default PreemptLowerPriority */
  readonly preemption?: 'PreemptLowerPriority' | 'Never';
}

/**
 * A rank among workloads, for the whole cluster. Never the default one: a workload says its rank.
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/
 *
 * @example
 * new PriorityClass(chart, 'core', {
 *   name: 'core',
 *   owner: { squad: 'platform', contact: 'platform-oncall@example.com' },
 *   value: 100_000,
 *   description: 'what customers notice at once when it is down',
 * });
 *
 * @throws UserError with everything that is wrong with the props, each with the construct's path
 */
export class PriorityClass extends Construct {
  readonly nodes: { readonly priorityClass: Manifest<PriorityClassObject> };
  readonly name: string;

  constructor(scope: Construct, id: string, props: PriorityClassProps) {
    super(scope, id);
    const { name, owner, value, description } = resolveProps(this, {
      name: () => readName(props.name),
      owner: () => resolveOwner(props.owner, 'priority-class'),
      value: () => readValue(props.value),
      description: () => readReason(props.description),
    });
    const { labels, annotations } = identity(name, owner);
    this.name = name;
    this.nodes = {
      priorityClass: new Manifest<PriorityClassObject>(this, 'Resource', {
        apiVersion: 'scheduling.k8s.io/v1',
        kind: 'PriorityClass',
        metadata: { name, labels, annotations },
        value,
        globalDefault: false,
        preemptionPolicy: props.preemption ?? 'PreemptLowerPriority',
        description,
      }),
    };
    _clusterScoped(this.nodes.priorityClass);
  }
}

function readValue(value: unknown): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 1_000_000_000)
    return value;
  throw new UserError({
    code: 'priority-value',
    where: 'value',
    found: show(value),
    allowed: 'a whole number from 1 to 1000000000',
    fix: 'write for example 1000',
  });
}
