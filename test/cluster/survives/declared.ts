import { UserError } from '@plinth/errors';
import { environment, resolveCompany } from '@plinth/model';
import { company } from '../../../environments';
import { readReleases, root } from '../../company/read-releases';

/** Facts of an environment that are declared otherwise. */
export type Facts = Partial<Parameters<typeof environment>[1]>;

/** What the model says of the environment with these facts: its problems. */
export function problemsWith(name: string, facts: Facts): string[] {
  const declared = company.environments.find((one) => one.name === name);
  if (declared === undefined) throw new Error(`no environment is called ${name}`);
  const changed = environment(name, { ...declared.input, ...facts }, declared.overlays);
  const environments = company.environments.map((one) => (one === declared ? changed : one));
  try {
    resolveCompany({ ...company, environments }, { releases: readReleases(company), root });
    return [];
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return error.problems.map(({ code, found, allowed }) => `${code}: ${found}; allowed: ${allowed}`);
  }
}
