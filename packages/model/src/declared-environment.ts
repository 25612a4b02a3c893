import { resolveCompany } from './company';
import type { Company } from './declare';
import { environmentNamed } from './environment-named';
import { readReleasesFiles } from './releases-files';
import type { ResolvedEnvironment } from './resolved';

/**
 * One environment of a repository, when everything that is declared in it is right.
 * @param root the folder with `environments`
 * @param where what names the environment, for the message when there is none
 * @throws UserError with every problem of the company
 */
export function declaredEnvironment(
  company: Company,
  { root, name, where }: { readonly root: string; readonly name: string; readonly where: string },
): ResolvedEnvironment {
  const environments = resolveCompany(company, { root, releases: readReleasesFiles(root, company) });
  return environmentNamed(name, environments, where);
}
