import {
  type BeforeDeployment,
  ScheduledJob,
  StatefulNode,
  WebService,
  Worker,
  type Workload,
} from '@plinth/kubernetes';
import type { ResolvedEnvironment, ResolvedService } from '@plinth/model';
import { defineStack } from '@plinth/synth';
import { Chart } from 'cdk8s';
import { connect, connectBefore } from './connections';
import { scheduledJobProps, statefulNodeProps, webServiceProps, workerProps } from './props';

/** Every released service with everything around it, one file each. */
export default defineStack('workloads', (scope, environment) => {
  for (const service of environment.services) {
    const chart = new Chart(scope, service.name, { namespace: service.namespace });
    const workload = createWorkload(chart, service, environment);
    connect(workload, service);
    if (workload.before !== undefined) connectBefore(workload.before, service);
  }
});

function createWorkload(
  chart: Chart,
  service: ResolvedService,
  { name, facts }: ResolvedEnvironment,
): Workload & { readonly before?: BeforeDeployment | undefined } {
  const place = { environment: name, facts };
  switch (service.kind) {
    case 'web-service':
      return new WebService(chart, 'service', webServiceProps(service, place));
    case 'worker':
      return new Worker(chart, 'worker', workerProps(service, place));
    case 'scheduled-job':
      return new ScheduledJob(chart, 'job', scheduledJobProps(service, place));
    case 'stateful-node':
      return new StatefulNode(chart, 'node', statefulNodeProps(service, place));
  }
}
