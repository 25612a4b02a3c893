import { projectRoleProblems } from './project-role';

test.each([
  'roles/monitoring.metricWriter',
  'roles/monitoring.viewer',
  'roles/logging.logWriter',
  'roles/cloudtrace.agent',
  'projects/acme-test/roles/priceReader',
])('a workload may have %s', (role) => {
  expect(projectRoleProblems('here', role)).toEqual([]);
});

test.each([
  ['roles/owner', 'basic-role'],
  ['roles/editor', 'basic-role'],
  ['roles/viewer', 'basic-role'],
  ['roles/iam.serviceAccountUser', 'impersonation-role'],
  ['roles/iam.serviceAccountTokenCreator', 'impersonation-role'],
  ['roles/iam.workloadIdentityUser', 'impersonation-role'],
  ['roles/container.serviceAgent', 'impersonation-role'],
  ['roles/compute.instanceGroupManagerServiceAgent', 'impersonation-role'],
  ['roles/cloudbuild.builds.builder', 'impersonation-role'],
  ['roles/storage.admin', 'admin-role'],
  ['roles/storage.objectAdmin', 'admin-role'],
  ['roles/iam.securityAdmin', 'admin-role'],
  ['roles/pubsub.editor', 'admin-role'],
  ['monitoring.metricWriter', 'role'],
  ['roles/', 'role'],
  ['roles/monitoring.metricWriter ', 'role'],
])('fails when a workload is to have %j', (role, code) => {
  expect(projectRoleProblems('here', role)).toMatchObject([{ code, where: 'here' }]);
});
