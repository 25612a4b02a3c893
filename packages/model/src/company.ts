import { readFileSync } from 'node:fs';
import { UserError } from '@plinth/errors';
import { onlyDeclarations } from './declarations';
import type { Company, EnvironmentDeclaration } from './declare';
import { parse, parseBase } from './parsed';
import { SourceLocator } from './provenance/locate';
import type { ReleasesFile } from './releases';
import { Report } from './report';
import { resolveEnvironment } from './resolve-environment';
import type { ResolvedEnvironment } from './resolved';
import { baseRules } from './rules/base-rules';
import { companyRules } from './rules/company-rules';
import { exception } from './schema/exception';

export interface ResolveOptions {
  /** `releases.json` by environment. */
  readonly releases: ReadonlyMap<string, ReleasesFile>;
  /** Files are shown relative to it. @default absolute */
  readonly root?: string;
}

/**
 * Lays every environment's overlays and facts over the base.
 * @returns the environments in the order of promotion
 * @throws UserError with every problem of the company at once, each with file and line
 */
export function resolveCompany(
  written: Company,
  { releases, root = '' }: ResolveOptions,
): ResolvedEnvironment[] {
  const report = new Report();
  const company = onlyDeclarations(written, report);
  const parsed = parseBase(company.base, report);
  for (const rule of baseRules) rule({ base: company.base, parsed, report });
  const exceptions = company.exceptions
    .map((declaration) => parse(exception, declaration, declaration.input, report))
    .filter((one) => one !== undefined);
  const environments = company.environments
    .map((environment) =>
      resolveEnvironment(
        { base: company.base, parsed, environment, releases: releasesOf(environment, releases), exceptions },
        report,
      ),
    )
    .filter((one) => one !== undefined);
  for (const rule of companyRules) rule({ company, parsed, environments, report });
  if (!report.isEmpty) throw new UserError(report.toProblems(new SourceLocator(readSource), root));
  return environments;
}

function releasesOf(
  { name }: EnvironmentDeclaration,
  releases: ReadonlyMap<string, ReleasesFile>,
): ReleasesFile {
  return releases.get(name) ?? { file: `${name}/releases.json`, text: '{}' };
}

/** Sources are read only to find the line of a problem or an explanation. */
export function readSource(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
