import { freePorts } from '../cluster/free-ports';
import { ManagedProcess } from '../cluster/managed-process';
import { Controller } from './_controller';
import { type InstalledChartOptions, installChart } from './installed-chart';

export interface CertManagerOptions extends InstalledChartOptions {
  /**
   * How long a certificate waits after its first failure, in Go's words: `2s`.
   * @default '1h', as cert-manager has it
   */
  readonly firstBackoff?: string;
  /** What `HTTPS_PROXY` says; loopback is reached without it. @default - none */
  readonly proxy?: string;
}

/**
 * The controllers of cert-manager that make certificates, as the ServiceAccount of its chart and with no other
 * rights. Its webhook and cainjector are not there: the webhook defaults and refuses what definitions cannot.
 */
export class CertManager extends Controller {
  private constructor(
    launch: () => ManagedProcess,
    logFile: string,
    /** Where Prometheus reads: `certmanager_certificate_…`. */
    readonly metricsUrl: string,
  ) {
    super(launch, logFile, metricsUrl);
  }

  /** Applies definitions and rights where they are missing, and waits until the controllers see the cluster. */
  static async start(options: CertManagerOptions): Promise<CertManager> {
    const { engines, workspace, firstBackoff, proxy } = options;
    const { kubeconfig, namespace } = await installChart('cert-manager', options);
    const [port = 0] = await freePorts(1);
    const log = workspace.log('cert-manager');
    const launch = () =>
      ManagedProcess.start({
        name: 'cert-manager',
        command: engines.path('cert-manager'),
        args: [
          `--kubeconfig=${kubeconfig}`,
          `--cluster-resource-namespace=${namespace}`,
          `--metrics-listen-address=127.0.0.1:${port}`,
          ...(firstBackoff === undefined
            ? []
            : [`--certificate-request-minimum-backoff-duration=${firstBackoff}`]),
        ],
        log,
        ...(proxy === undefined ? {} : { environment: { HTTPS_PROXY: proxy } }),
      });
    const started = new CertManager(launch, log, `http://127.0.0.1:${port}/metrics`);
    try {
      await started.ready();
      return started;
    } catch (error) {
      await started.stop();
      throw error;
    }
  }

  /** What Prometheus would read now. */
  async metrics(): Promise<string> {
    return (await fetch(this.metricsUrl)).text();
  }
}
