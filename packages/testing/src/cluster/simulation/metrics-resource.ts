import type { ApiClient } from '../api-client';
import { ApiError } from '../api-error';
import { type KubernetesObject, refTo } from '../kubernetes-object';
import { type AggregatedGroup, type Answer, failure, type Question } from './metrics-aggregated-api';

export const RESOURCE_METRICS: AggregatedGroup = {
  group: 'metrics.k8s.io',
  version: 'v1beta1',
  resources: [
    { name: 'nodes', kind: 'NodeMetrics', namespaced: false, verbs: ['get', 'list'] },
    { name: 'pods', kind: 'PodMetrics', namespaced: true, verbs: ['get', 'list'] },
  ],
};

/** What a service uses, as shares of what its containers request: 0.7 is 70 %. */
export interface Utilization {
  readonly cpu: number;
  readonly memory: number;
}

/** What somebody asked for. */
export interface ResourceRequest {
  /** In milliseconds, as `Date.now()` gives them. */
  readonly at: number;
  /** `namespaces/exchange/pods` */
  readonly path: string;
  /** `app.kubernetes.io/instance=ledger` */
  readonly selector: string;
}

/** Nobody is busy: no autoscaler wants more than its minimum. */
const IDLE: Utilization = { cpu: 0.1, memory: 0.3 };

const INSTANCE = 'app.kubernetes.io/instance';

/**
 * Over how much time usage was measured. An autoscaler waits for a whole one before it believes what it hears of a young pod: a short
 * one, so that tests need not.
 */
const WINDOW = '1s';

/** What metrics-server would measure: usage of pods and nodes, as a test scripts it. */
export class ResourceMetrics {
  private readonly utilization = new Map<string, Utilization>();
  private readonly asked: ResourceRequest[] = [];
  private failing: Answer | undefined;

  constructor(private readonly api: ApiClient) {}

  /** Everything that was asked for, in order. */
  get requests(): readonly ResourceRequest[] {
    return this.asked;
  }

  /** How busy every pod of a service is, told by its label `app.kubernetes.io/instance`: `use('exchange', 'ledger', { cpu: 0.9 })`. */
  use(namespace: string, instance: string, utilization: Partial<Utilization>): void {
    this.utilization.set(`${namespace}/${instance}`, { ...IDLE, ...utilization });
  }

  /** Every service is idle again. */
  idle(): void {
    this.utilization.clear();
  }

  /** Answers every question with this status, until told otherwise. */
  fail(status = 503): void {
    this.failing = failure(status, 'ServiceUnavailable', 'scripted: metrics are unavailable');
  }

  recover(): void {
    this.failing = undefined;
  }

  /** @internal */
  async answer({ path, query }: Question): Promise<Answer> {
    const labels = query.get('labelSelector') ?? '';
    this.asked.push({ at: Date.now(), path, selector: labels });
    if (this.failing !== undefined) return this.failing;
    const parts = path.split('/');
    const [namespace, resource, name] = parts[0] === 'namespaces' ? parts.slice(1) : [undefined, ...parts];
    try {
      if (resource === 'pods') return await this.pods(namespace, labels, name);
      if (resource === 'nodes') return await this.nodes(labels, name);
    } catch (error) {
      if (error instanceof ApiError) return failure(error.status, error.reason, error.message);
      throw error;
    }
    return failure(404, 'NotFound', `no metrics of ${path}`);
  }

  private async pods(namespace: string | undefined, labels: string, name?: string): Promise<Answer> {
    if (name !== undefined) {
      const pod = await this.api.get(refTo('v1', 'Pod', name, namespace));
      return isRunning(pod)
        ? { body: this.podMetrics(pod) }
        : failure(404, 'NotFound', `${name} is not running`);
    }
    const options = {
      ...(namespace === undefined ? {} : { namespace }),
      ...(labels === '' ? {} : { labels }),
    };
    const pods = await this.api.list('v1', 'Pod', options);
    return list(
      'PodMetricsList',
      pods.filter(isRunning).map((pod) => this.podMetrics(pod)),
    );
  }

  private async nodes(labels: string, name?: string): Promise<Answer> {
    if (name !== undefined) return { body: nodeMetrics(await this.api.get(refTo('v1', 'Node', name))) };
    const nodes = await this.api.list('v1', 'Node', labels === '' ? {} : { labels });
    return list('NodeMetricsList', nodes.map(nodeMetrics));
  }

  private podMetrics({ metadata, spec }: KubernetesObject): object {
    const { name, namespace, labels = {} } = metadata;
    const used = this.utilization.get(`${namespace}/${labels[INSTANCE]}`) ?? IDLE;
    const containers = (spec.containers as readonly Container[]).map((container) => ({
      name: container.name,
      usage: usageOf(container.resources?.requests, used),
    }));
    return { ...metrics('PodMetrics', { name, namespace, labels }), containers };
  }
}

interface Container {
  readonly name: string;
  readonly resources?: { readonly requests?: Requests };
}

interface Requests {
  readonly cpu?: string;
  readonly memory?: string;
}

function nodeMetrics({ metadata: { name, labels = {} }, status }: KubernetesObject): object {
  return { ...metrics('NodeMetrics', { name, labels }), usage: usageOf(status.allocatable, IDLE) };
}

function metrics(kind: string, metadata: object): object {
  const { group, version } = RESOURCE_METRICS;
  const timestamp = new Date().toISOString();
  return { kind, apiVersion: `${group}/${version}`, metadata, timestamp, window: WINDOW };
}

function list(kind: string, items: readonly object[]): Answer {
  const { group, version } = RESOURCE_METRICS;
  return { body: { kind, apiVersion: `${group}/${version}`, metadata: {}, items } };
}

/** Absolute usage, from what is requested. What requests nothing uses nothing that counts. */
function usageOf(requests: Requests = {}, used: Utilization): object {
  return {
    cpu: `${Math.round(quantity(requests.cpu ?? '0') * used.cpu * 1e9)}n`,
    memory: `${Math.round(quantity(requests.memory ?? '0') * used.memory)}`,
  };
}

const SUFFIXES: Readonly<Record<string, number>> = {
  '': 1,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
};

function quantity(text: string): number {
  const [, number, suffix = ''] = /^([0-9.]+)([A-Za-z]*)$/.exec(text) ?? [];
  const factor = SUFFIXES[suffix];
  if (number === undefined || factor === undefined)
    throw new Error(`${text} is no quantity that is known here`);
  return Number(number) * factor;
}

function isRunning({ status, metadata }: KubernetesObject): boolean {
  return status?.phase === 'Running' && metadata.deletionTimestamp === undefined;
}
