import { ownerLabels } from '@plinth/gitops';
import type { Owner } from '@plinth/kubernetes';
import {
  type EnvironmentFacts,
  platformSquad,
  type ResolvedEnvironment,
  type ResolvedSquad,
} from '@plinth/model';

/** Where the platform is rendered, and who answers for it. */
export interface Place {
  readonly environment: string;
  readonly facts: EnvironmentFacts;
  readonly squad: ResolvedSquad;
}

export function placeOf(environment: ResolvedEnvironment): Place {
  return { environment: environment.name, facts: environment.facts, squad: platformSquad(environment) };
}

export function ownerOf({ name, contact }: ResolvedSquad, environment: string): Owner {
  return { squad: name, contact, environment };
}

/** Labels and annotations of an object that no construct makes. */
export function metadataOf(name: string, component: string, { squad, environment }: Place) {
  return {
    name,
    labels: ownerLabels({ name, component, squad: squad.name, environment }),
    annotations: { email: squad.contact },
  };
}
