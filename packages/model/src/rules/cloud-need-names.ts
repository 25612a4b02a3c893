import { accessLogsBucket, auditLogsBucket, bucketName, stateBucket } from '../cloud-names';
import { googleServiceAccountId } from '../names';
import type { BaseRule } from './base-rule';
import { ownedBy } from './cloud-needs';
import { type EnvironmentRule, whereCloud } from './environment-rule';

/** `a-b` with `c` and `a` with `b-c` come to the same name in the cloud. */
export const needsDiffer: BaseRule = ({ parsed, report }) => {
  const seen = new Map<string, string>();
  for (const { name: service, declaration, input } of parsed.readable) {
    for (const need of Object.keys(input.cloud ?? {})) {
      const joined = `${service}-${need}`;
      const first = seen.get(joined);
      seen.set(joined, service);
      if (first === undefined || first === service) continue;
      report.add({
        code: 'name-collision',
        at: declaration,
        path: ['cloud', need],
        found: `the name "${joined}" in the cloud, which a need of ${first} has too`,
        allowed: 'names of service and need that differ when they are joined',
        fix: 'rename the need',
      });
    }
  }
};

/** What has no cloud gives nothing of it. */
export const needsHaveCloud: EnvironmentRule = ({ parsed, environment, facts, report }) => {
  if (facts.cloud !== undefined) return;
  for (const { declaration, input } of parsed.services.values()) {
    if (Object.keys(input.cloud ?? {}).length === 0) continue;
    report.add({
      code: 'no-cloud',
      at: declaration,
      path: ['cloud'],
      value: declaration.input.cloud,
      allowed: 'needs of the cloud where the facts of every environment say `cloud`',
      fix: 'describe the cloud of the environment in its facts, or need nothing of it',
      environment: environment.name,
    });
  }
};

/** Buckets that the platform has beside those of services. */
const PLATFORM_BUCKETS = [stateBucket, auditLogsBucket, accessLogsBucket];

/** Google makes no bucket whose name looks like one of its own. @see https://cloud.google.com/storage/docs/buckets#naming */
const GOOGLES_OWN = /google|g00gle|^goog/;

/** Names of buckets are unique in the world, so all of an environment's stand side by side. */
export const bucketsHaveNames: EnvironmentRule = ({ parsed, environment, facts, report }) => {
  const platforms = new Set(PLATFORM_BUCKETS.map((nameOf) => nameOf(facts)));
  for (const { name: service, declaration, input } of parsed.services.values()) {
    for (const need of ownedBy(input.cloud, 'bucket')) {
      const bucket = bucketName(service, need, facts);
      const isPlatforms = platforms.has(bucket);
      if (!isPlatforms && !GOOGLES_OWN.test(bucket)) continue;
      report.add({
        code: isPlatforms ? 'name-collision' : 'bucket-name',
        at: declaration,
        path: ['cloud', need],
        found: `the bucket "${bucket}"`,
        allowed: isPlatforms ? 'a name that no bucket of the platform has' : 'a name without "google" in it',
        fix: isPlatforms ? 'rename the need' : 'rename the need, or the service',
        environment: environment.name,
      });
    }
  }
};

/** The nodes of each pool act under an account of their own. */
export const accountsOfNodesAreApart: EnvironmentRule = whereCloud(({ base, environment, cloud, report }) => {
  for (const pool of Object.keys(cloud.nodePools)) {
    const account = `nodes-${pool}`;
    const service = base.services.find(({ name }) => googleServiceAccountId(name) === account);
    if (service === undefined) continue;
    report.add({
      code: 'name-collision',
      at: environment,
      path: ['cloud', 'nodePools', pool],
      found: `the Google service account "${account}", which ${service.name} has too`,
      allowed: 'names of pools and services that make different accounts',
      fix: 'rename the pool',
    });
  }
});
