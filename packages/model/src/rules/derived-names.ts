import { ADD_ON_IDENTITIES, CLUSTER_NAME } from '../cloud-names';
import { googleServiceAccountId } from '../names';
import { beforeRolloutName } from '../vault-names';
import type { BaseRule } from './base-rule';

/** Google service accounts that no service has: of add-ons, and of the nodes with which a cluster begins. */
const PLATFORM_ACCOUNTS: readonly [string, string][] = [
  ...Object.values(ADD_ON_IDENTITIES).map(({ serviceAccount }): [string, string] => [
    googleServiceAccountId(serviceAccount),
    'the platform',
  ]),
  [`${CLUSTER_NAME}-first-nodes`, 'the platform'],
];

/** Names that are cut to fit stay different. */
export const derivedNamesAreUnique: BaseRule = ({ base, report }) => {
  const seen = new Map<string, string>(PLATFORM_ACCOUNTS);
  for (const declaration of base.services) {
    const id = googleServiceAccountId(declaration.name);
    const first = seen.get(id);
    if (first !== undefined && first !== declaration.name) {
      report.add({
        code: 'name-collision',
        at: declaration,
        path: [],
        found: `the Google service account "${id}", which ${first} has too`,
        allowed: 'names that differ after shortening to 30 characters',
        fix: 'rename one of the two',
      });
    }
    seen.set(id, declaration.name);
  }
};

/** The job before a roll-out is somebody else than any service: to the cluster, and to Vault. */
export const loginsAreUnique: BaseRule = ({ parsed, report }) => {
  const jobs = new Map(
    parsed.readable
      .filter(({ input }) => input.beforeRollout !== undefined)
      .map(({ name }) => [beforeRolloutName(name), name]),
  );
  for (const { name, declaration } of parsed.readable) {
    const owner = jobs.get(name);
    if (owner === undefined || declaration.kind === 'external-dependency') continue;
    report.add({
      code: 'name-collision',
      at: declaration,
      path: [],
      found: `the ServiceAccount "${name}", which the job before the roll-out of ${owner} has too`,
      allowed: 'names that no job before a roll-out has',
      fix: 'rename the service',
    });
  }
};
