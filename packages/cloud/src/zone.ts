import { type Problem, show } from '@plinth/errors';

/** What is spread over three zones survives the loss of one with two thirds of itself. */
const FEWEST = 3;

/** Zones are of one region, each once, and enough that one can be lost. */
export function zoneProblems(where: string, zones: readonly string[], region: string): Problem[] {
  const foreign = zones.filter(
    (zone) => !(zone.startsWith(`${region}-`) && /^-[a-z]$/.test(zone.slice(region.length))),
  );
  const problems = foreign.map((zone) => ({
    code: 'zone',
    where,
    found: show(zone),
    allowed: `a zone of the region ${show(region)}`,
    fix: `write for example ${show(`${region}-a`)}`,
  }));
  if (new Set(zones).size >= FEWEST && new Set(zones).size === zones.length) return problems;
  return [
    ...problems,
    {
      code: 'zone-count',
      where,
      found: show(zones),
      allowed: `${FEWEST} different zones or more: the loss of one has to be survived`,
      fix: 'add zones of the region',
    },
  ];
}
