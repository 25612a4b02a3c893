import { UserError } from '@plinth/errors';

/**
 * The package that plans programs of the cloud, and with it Pulumi. It is loaded by commands that plan and by no other, and whoever only
 * renders manifests need not install it.
 * @throws UserError `no-cloud-plan`
 */
export function loadCloudPlan(): typeof import('@plinth/cloud-plan') {
  try {
    return require('@plinth/cloud-plan') as typeof import('@plinth/cloud-plan');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error;
    throw new UserError({
      code: 'no-cloud-plan',
      where: '@plinth/cloud-plan',
      found: 'a package that is not installed, or without @pulumi/pulumi beside it',
      allowed: 'both, for commands about the cloud',
      fix: 'install @plinth/cloud-plan and @pulumi/pulumi',
    });
  }
}
