import type { ResolvedEnvironment, ResolvedSquad } from './resolved';

/** The squad at the end of the fallback chains: it owns what belongs to nobody. */
export function platformSquad({ squads }: ResolvedEnvironment): ResolvedSquad {
  const squad = squads.find(({ fallback }) => fallback === undefined);
  if (squad === undefined) throw new Error('the rules let every chain of fallbacks end');
  return squad;
}
