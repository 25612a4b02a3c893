import type { ApiClient } from '../api-client';
import type { LocalCluster } from '../local-cluster';
import { AggregatedApi, type AggregatedGroup, type Answer, type Question } from './metrics-aggregated-api';
import { EXTERNAL_METRICS, ExternalMetrics, type ExternalMetricsOptions } from './metrics-external';
import { noticed, register, serverName } from './metrics-registration';
import { RESOURCE_METRICS, ResourceMetrics } from './metrics-resource';

/** One of the two: what metrics-server serves, or what the adapter of Cloud Monitoring serves. */
export type MetricsAdapter = 'resource' | 'external';

/**
 * Stands in for metrics-server and for the adapter of Cloud Monitoring: two servers on loopback, reached through the API server's own
 * aggregation, over TLS that it verifies. What they say is scripted; how the autoscaler takes it is not.
 *
 * ```ts
 * const metrics = await MetricsAdapters.start(cluster);
 * metrics.external.set('custom.googleapis.com|exchange|active_users', 10_000);
 * metrics.resource.use('exchange', 'exchange-manager', { cpu: 0.9 });
 * await metrics.stop('external');
 * ```
 */
export class MetricsAdapters {
  private constructor(
    private readonly api: ApiClient,
    private readonly authority: string,
    readonly resource: ResourceMetrics,
    readonly external: ExternalMetrics,
    private readonly servers: Readonly<Record<MetricsAdapter, AggregatedApi>>,
  ) {}

  /** Both, available; they end before the cluster does. */
  static async start(cluster: LocalCluster, options: ExternalMetricsOptions = {}): Promise<MetricsAdapters> {
    const { authority } = cluster.controlPlane;
    const serve = async (served: AggregatedGroup, answer: (question: Question) => Promise<Answer> | Answer) =>
      new AggregatedApi(served, await authority.issueServer(served.group, [serverName(served)]), answer);
    const resource = new ResourceMetrics(cluster.api);
    const external = new ExternalMetrics(options);
    const adapters = new MetricsAdapters(cluster.api, authority.certificate, resource, external, {
      resource: await serve(RESOURCE_METRICS, (question) => resource.answer(question)),
      external: await serve(EXTERNAL_METRICS, (question) => external.answer(question)),
    });
    cluster.onStop(() => adapters.close());
    await Promise.all([adapters.restart('resource'), adapters.restart('external')]);
    return adapters;
  }

  /** One of them is gone, as when all of its pods are. Resolves when the API server knows. */
  async stop(adapter: MetricsAdapter): Promise<void> {
    const server = this.servers[adapter];
    await server.close();
    await noticed(this.api, server.served, 'False');
  }

  /** It is back. Resolves when the API server knows. */
  async restart(adapter: MetricsAdapter): Promise<void> {
    const server = this.servers[adapter];
    await server.close();
    await register(this.api, server.served, { port: await server.listen(), authority: this.authority });
    await noticed(this.api, server.served, 'True');
  }

  private async close(): Promise<void> {
    await Promise.all(Object.values(this.servers).map((server) => server.close()));
  }
}
