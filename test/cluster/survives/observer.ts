import type { KubernetesObject, LocalCluster, WatchEvent } from '@plinth/testing';
import { isActive, isOfJob, serves } from './pod';
import { INSTANCE, type Service, titleOfService } from './service';

/** How one service came through one fault. */
export interface Survival {
  readonly service: Service;
  /** The fewest pods that served at any moment. */
  readonly lowest: number;
  /** What happened at that moment, for the message of a test. */
  readonly when: string;
  /** The most pods at any moment, without those that were on their way out. */
  readonly most: number;
  /** Pods that came into being. */
  readonly created: number;
}

interface Tally {
  lowest: number;
  when: string;
  most: number;
  created: number;
}

/**
 * Counts the pods of every service after every single event of a watch. Between two samples a service could be gone and back; here
 * nothing is between two looks.
 */
export class Observer {
  private readonly pods = new Map<string, KubernetesObject>();
  private readonly services: ReadonlyMap<string, Service>;
  private tallies = new Map<string, Tally>();
  private began = Date.now();

  private constructor(services: readonly Service[]) {
    this.services = new Map(services.map((service) => [titleOfService(service), service]));
  }

  static async start(cluster: LocalCluster, services: readonly Service[]): Promise<Observer> {
    const observer = new Observer(services);
    const ending = new AbortController();
    cluster.onStop(() => ending.abort());
    await cluster.api.watch('v1', 'Pod', (event) => observer.see(event), { signal: ending.signal });
    return observer;
  }

  /** What every service had at its worst while `act` ran. */
  async during(act: () => Promise<unknown>): Promise<Survival[]> {
    this.began = Date.now();
    this.tallies = new Map([...this.services.keys()].map((title) => [title, this.now(title)]));
    await act();
    return [...this.services].map(([title, service]) => ({ service, ...this.tallyOf(title) }));
  }

  /** The pods of a service as they are now. */
  podsOf(service: Service): KubernetesObject[] {
    return [...this.pods.values()].filter((pod) => titleFor(pod) === titleOfService(service));
  }

  private see({ type, object }: WatchEvent): void {
    const { name, uid = name } = object.metadata;
    const isNew = !this.pods.has(uid);
    if (type === 'DELETED') this.pods.delete(uid);
    else this.pods.set(uid, object);
    const title = titleFor(object);
    const tally = title === undefined ? undefined : this.tallies.get(title);
    if (title === undefined || tally === undefined) return;
    const now = this.now(title);
    if (now.lowest < tally.lowest) {
      const seconds = ((Date.now() - this.began) / 1000).toFixed(1);
      tally.lowest = now.lowest;
      tally.when = `${seconds} s: ${type} ${name} on ${object.spec.nodeName}`;
    }
    tally.most = Math.max(tally.most, now.most);
    if (isNew && type !== 'DELETED') tally.created += 1;
  }

  private tallyOf(title: string): Tally {
    return this.tallies.get(title) ?? this.now(title);
  }

  private now(title: string): Tally {
    const pods = [...this.pods.values()].filter((pod) => titleFor(pod) === title);
    return {
      lowest: pods.filter(serves).length,
      when: 'from the beginning',
      most: pods.filter(isActive).length,
      created: 0,
    };
  }
}

function titleFor(pod: KubernetesObject): string | undefined {
  const instance = pod.metadata.labels?.[INSTANCE];
  return instance === undefined || isOfJob(pod) ? undefined : `${pod.metadata.namespace}/${instance}`;
}
