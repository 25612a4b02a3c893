import { mkdirSync } from 'node:fs';
import type { ControlPlane } from '../cluster/control-plane';
import { freePorts } from '../cluster/free-ports';
import type { KubernetesObject } from '../cluster/kubernetes-object';
import { ManagedProcess } from '../cluster/managed-process';
import type { Workspace } from '../cluster/workspace';
import { Controller } from './_controller';
import { type InstalledChart, type InstalledChartOptions, installChart } from './installed-chart';

const NAME = 'trust-manager';

/** Arguments of the chart's container that say what it does; the others say where it listens and who leads. */
const BEHAVIOUR = /^--(trust-namespace|secret-targets-enabled|filter-[\w-]+)=/;

/**
 * trust-manager as the ServiceAccount of its chart and with no other rights. Its webhook judges Bundles as in a
 * cluster; the API server finds it by a URL of loopback instead of a Service. So Bundles cannot be written while it is stopped.
 */
export class TrustManager extends Controller {
  /** Applies definitions, rights and webhook, and waits until it answers. */
  static async start(options: InstalledChartOptions): Promise<TrustManager> {
    const { engines, workspace, controlPlane } = options;
    const chart = await installChart(NAME, options);
    const [metrics = 0, readiness = 0, webhook = 0] = await freePorts(3);
    const certificates = await webhookCertificate(controlPlane, workspace);
    const log = workspace.log(NAME);
    const launch = () =>
      ManagedProcess.start({
        name: NAME,
        command: engines.path(NAME),
        args: [
          `--kubeconfig=${chart.kubeconfig}`,
          `--metrics-port=${metrics}`,
          `--readiness-probe-port=${readiness}`,
          `--webhook-port=${webhook}`,
          `--webhook-certificate-dir=${certificates}`,
          ...behaviourOf(chart),
        ],
        log,
      });
    const started = new TrustManager(launch, log, `http://127.0.0.1:${readiness}/readyz`);
    try {
      await started.ready();
      await registerWebhook(controlPlane, chart, webhook);
      return started;
    } catch (error) {
      await started.stop();
      throw error;
    }
  }
}

async function webhookCertificate(controlPlane: ControlPlane, workspace: Workspace): Promise<string> {
  const folder = workspace.file(NAME);
  mkdirSync(folder, { recursive: true });
  const { certificate, key } = await controlPlane.authority.issueServer(NAME);
  workspace.write(`${NAME}/tls.crt`, certificate);
  workspace.write(`${NAME}/tls.key`, key);
  return folder;
}

function behaviourOf({ objects }: InstalledChart): string[] {
  const deployment = objects.find(({ kind }) => kind === 'Deployment');
  const containers: readonly Container[] = deployment?.spec.template.spec.containers ?? [];
  return containers.flatMap(({ args = [] }) => args).filter((arg) => BEHAVIOUR.test(arg));
}

interface Container {
  readonly args?: readonly string[];
}

async function registerWebhook(
  controlPlane: ControlPlane,
  { objects }: InstalledChart,
  port: number,
): Promise<void> {
  const api = controlPlane.client('admin');
  const caBundle = Buffer.from(controlPlane.authority.certificate).toString('base64');
  const registrations = objects.filter(({ kind }) => kind === 'ValidatingWebhookConfiguration');
  for (const object of registrations) {
    const webhooks = (object.webhooks as readonly Webhook[]).map((webhook) => ({
      ...webhook,
      clientConfig: { url: `https://127.0.0.1:${port}${webhook.clientConfig.service.path}`, caBundle },
    }));
    await api.apply({ ...object, webhooks } as KubernetesObject, { fieldManager: 'helm', force: true });
  }
  api.close();
}

interface Webhook {
  readonly clientConfig: { readonly service: { readonly path: string } };
}
