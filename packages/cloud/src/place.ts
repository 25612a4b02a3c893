import { type Problem, show } from '@plinth/errors';

const PROJECT = /^[a-z][a-z0-9-]{4,28}[a-z0-9]$/;
const REGION =
  /^(?:africa|asia|australia|europe|me|northamerica|southamerica|us)-(?:[a-z]+)(?:[a-z]*)\d{1,2}$/;

/** @see https://cloud.google.com/resource-manager/docs/creating-managing-projects */
export function projectProblems(where: string, project: string): Problem[] {
  if (PROJECT.test(project)) return [];
  return [
    {
      code: 'project',
      where,
      found: show(project),
      allowed: 'a project id: 6 to 30 lower-case letters, digits and hyphens, a letter first, no hyphen last',
      fix: 'copy the id of the project, not its name or number',
    },
  ];
}

/** Data stays in one region: neither zones nor continents are taken. */
export function regionProblems(where: string, region: string): Problem[] {
  if (REGION.test(region)) return [];
  const ofZone = /^(.+\d)-[a-z]$/.exec(region)?.[1];
  return [
    {
      code: 'region',
      where,
      found: show(region),
      allowed: 'a region such as "europe-west6"',
      fix: ofZone === undefined ? 'write the region' : `this is a zone: write ${show(ofZone)}`,
    },
  ];
}
