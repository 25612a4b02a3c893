import { assignWaves } from '@plinth/gitops';
import { publicHosts } from '@plinth/model';
import { defineStack } from '@plinth/synth';
import { certManager } from './addons/cert-manager';
import { metricsAdapter } from './addons/metrics-adapter';
import { prometheusDefinitions } from './addons/prometheus-definitions';
import { trustManager } from './addons/trust-manager';
import { vault } from './addons/vault';
import { argoCdNamespace } from './argo-cd-namespace';
import { certificateAdmission } from './certificate-admission';
import { certificateAlerts } from './certificate-alerts';
import { certificates } from './certificate-issuers';
import { placeOf } from './place';
import { priorityClasses } from './priority-classes';
import { publicGateway } from './public-gateway';
import { storageClass } from './storage-class';
import { tenants } from './tenants';

/** What all services stand on and no squad may change. */
export default defineStack('platform', (scope, environment) => {
  const place = placeOf(environment);
  tenants(scope, environment);
  priorityClasses(scope, place);
  storageClass(scope, place);
  argoCdNamespace(scope, place);
  certificateAdmission(scope, place);
  prometheusDefinitions(scope, place);
  certManager(scope, place);
  certificateAlerts(scope, place, environment);
  trustManager(scope, place);
  vault(scope, place, environment);
  certificates(scope, place, environment);
  metricsAdapter(scope, place);
  publicGateway(scope, place, publicHosts(environment));
  assignWaves(scope);
});
