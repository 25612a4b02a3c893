import { ARGOCD_NAMESPACE } from '@plinth/gitops';
import { defineStack } from '@plinth/synth';
import { Chart } from 'cdk8s';
import { platformApplication, rootApplication, serviceApplication } from './applications';
import { configuration } from './configuration';
import { projects } from './projects';

/** What Argo CD is told: how it works, who may deploy what, and where each service's file is. */
export default defineStack('delivery', (scope, environment) => {
  const file = (name: string) => new Chart(scope, name, { namespace: ARGOCD_NAMESPACE });
  configuration(file('configuration'), environment);
  projects(file('projects'), environment);
  rootApplication(file('root'), environment);
  platformApplication(file('stack-platform'), environment);
  for (const service of environment.services) serviceApplication(file(service.name), service, environment);
});
