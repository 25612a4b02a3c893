import type { Answers } from '@plinth/cloud-plan';

/** What Google would say of a project, to whoever asks: the plan's engine and Pulumi's own. */
export const answers: Answers = {
  'gcp:organizations/getProject:getProject': (_, { projectId }) => ({
    id: `projects/${projectId}`,
    projectId: projectId ?? null,
    number: '123456789012',
  }),
  'gcp:logging/getProjectCmekSettings:getProjectCmekSettings': (_, { project }) => ({
    id: `projects/${project}/cmekSettings`,
    serviceAccountId: 'cmek-p123456789012@gcp-sa-logging.iam.gserviceaccount.com',
  }),
  'gcp:storage/getProjectServiceAccount:getProjectServiceAccount': (_, { project }) => ({
    id: `${project}`,
    member: 'serviceAccount:service-123456789012@gs-project-accounts.iam.gserviceaccount.com',
  }),
};
