import { UserError } from '@plinth/errors';
import type { CloudFacts, EnvironmentFacts, ResolvedEnvironment } from '@plinth/model';
import { Provider } from '@pulumi/gcp';
import type { ComponentResourceOptions } from '@pulumi/pulumi';

/** Where everything is made, and what every part is told alike. */
export interface Place {
  readonly environment: ResolvedEnvironment;
  readonly facts: EnvironmentFacts;
  readonly cloud: CloudFacts;
  readonly project: string;
  readonly region: string;
  /** On everything that can have them: what it belongs to, and what the environment adds. */
  readonly labels: Readonly<Record<string, string>>;
  /** With the one provider, and after the APIs that it calls. */
  readonly options: ComponentResourceOptions;
}

/** @throws UserError for an environment that says nothing of its cloud */
export function placeOf(environment: ResolvedEnvironment): Place {
  const { name, facts } = environment;
  const { cloud, project, region } = facts;
  if (cloud === undefined) throw noCloud(name);
  const provider = new Provider('google-cloud', {
    project,
    region,
    // Calls are counted on the project that they change, whoever makes them.
    billingProject: project,
    userProjectOverride: true,
  });
  const labels = { environment: name, 'managed-by': 'plinth', ...cloud.labels };
  return { environment, facts, cloud, project, region, labels, options: { provider } };
}

function noCloud(name: string): UserError {
  return new UserError({
    code: 'no-cloud',
    where: `environments/${name}`,
    found: 'an environment without `cloud`',
    allowed: 'facts that say what is made in Google Cloud',
    fix: 'add `cloud` to its facts, or do not run this program for it',
  });
}
