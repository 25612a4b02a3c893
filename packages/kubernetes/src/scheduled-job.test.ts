import { rendered, scheduledJobProps, testChart } from './chart.fixture';
import { CidrPeer, ScheduledJob } from './index';

function scheduledJob(differs: Parameters<typeof scheduledJobProps>[0] = {}): ScheduledJob {
  return new ScheduledJob(testChart(), 'job', scheduledJobProps(differs));
}

test('a scheduled job is a cron job with an account and a closed network', () => {
  const kinds = rendered(scheduledJob()).map((object) => object.kind);
  expect(kinds.sort()).toEqual(['CronJob', 'NetworkPolicy', 'ServiceAccount']);
});

test('runs start in time or not at all, never overlap, and end', () => {
  const { jobTemplate, ...schedule } = scheduledJob().nodes.cronJob.toJson().spec;
  expect(schedule).toEqual({
    schedule: '0 6 1 * *',
    timeZone: 'Etc/UTC',
    startingDeadlineSeconds: 600,
    concurrencyPolicy: 'Forbid',
    successfulJobsHistoryLimit: 3,
    failedJobsHistoryLimit: 3,
  });
  const { template, ...limits } = jobTemplate.spec;
  expect(limits).toEqual({ backoffLimit: 2, activeDeadlineSeconds: 3600 });
  expect(template.spec).toMatchObject({ restartPolicy: 'Never', serviceAccountName: 'bank-statements' });
  expect(template.spec.containers[0]).not.toHaveProperty('ports');
  expect(template.spec.containers[0]).not.toHaveProperty('livenessProbe');
});

test('it calls whom it is told to', () => {
  const job = scheduledJob();
  job.connections.allowTo(CidrPeer.of({ cidrs: ['10.40.0.5/32'], ports: [5432] }));
  expect(job.nodes.networkPolicy.toJson().spec.egress).toHaveLength(2);
});
