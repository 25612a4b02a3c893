import { ownerLabels } from '@plinth/gitops';
import type { Owner } from '@plinth/kubernetes';
import type { EnvironmentFacts, ResolvedEnvironment, ResolvedSquad } from '@plinth/model';

/** Where the platform is rendered, and who answers for it. */
export interface Place {
  readonly environment: string;
  readonly facts: EnvironmentFacts;
  readonly squad: ResolvedSquad;
}

/** The platform belongs to the squad behind which nobody is called: the last of every chain. */
export function placeOf({ name, facts, squads }: ResolvedEnvironment): Place {
  const squad = squads.find(({ fallback }) => fallback === undefined);
  if (squad === undefined) throw new Error('the model lets every chain of fallbacks end');
  return { environment: name, facts, squad };
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
