import type { ResolvedEnvironment, ResolvedSquad } from '@plinth/model';

/** Whom the platform belongs to: the squad behind which nobody is called, the last of every chain. */
export function platformSquad({ squads }: ResolvedEnvironment): ResolvedSquad {
  const squad = squads.find(({ fallback }) => fallback === undefined);
  if (squad === undefined) throw new Error('the model lets every chain of fallbacks end');
  return squad;
}
