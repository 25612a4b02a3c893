import { PriorityClass } from '@plinth/kubernetes';
import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { ownerOf, type Place } from './place';

/** The ranks that services declare as their criticality, and what each may do to the others. */
const RANKS = [
  { name: 'core', value: 100_000, description: 'what customers notice at once when it is down' },
  { name: 'standard', value: 10_000, description: 'what may be short of room for some minutes' },
  // Work that can wait pushes nobody out.
  { name: 'batch', value: 1_000, description: 'work that ends, and that can wait', preemption: 'Never' },
] as const;

export function priorityClasses(scope: Construct, { squad, environment }: Place): void {
  const chart = new Chart(scope, 'priority-classes');
  for (const rank of RANKS)
    new PriorityClass(chart, rank.name, { ...rank, owner: ownerOf(squad, environment) });
}
