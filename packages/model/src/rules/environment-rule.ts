import type { Base, EnvironmentDeclaration } from '../declare';
import type { ParsedBase } from '../parsed';
import type { Releases, ReleasesFile } from '../releases';
import type { Report } from '../report';
import type { CloudFacts, EnvironmentFacts } from '../resolved';

/** What a rule over one environment sees. */
export interface EnvironmentContext {
  readonly base: Base;
  readonly parsed: ParsedBase;
  readonly environment: EnvironmentDeclaration;
  readonly facts: EnvironmentFacts;
  readonly releases: Releases;
  readonly releasesFile: ReleasesFile;
  readonly report: Report;
}

/** One statement about an environment that must be true; it reports every place where it is not. */
export type EnvironmentRule = (context: EnvironmentContext) => void;

/** The same where Google Cloud gives the environment something. */
export function whereCloud(
  rule: (context: EnvironmentContext & { readonly cloud: CloudFacts }) => void,
): EnvironmentRule {
  return (context) => {
    const { cloud } = context.facts;
    if (cloud !== undefined) rule({ ...context, cloud });
  };
}
