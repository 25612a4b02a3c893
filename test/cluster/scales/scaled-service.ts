import { type LocalCluster, type MetricsAdapters, refTo, type UntilOptions, until } from '@plinth/testing';
import { ACTIVE_USERS, NAMESPACE, SERVICE } from './exchange';
import type { Step } from './policy';

/** A condition of an autoscaler. */
export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
}

/** A service under its autoscaler: every number of replicas that it ever had, and when the autoscaler looked. */
export class ScaledService {
  private readonly taken: Step[] = [];
  private replicas = 0;

  private constructor(
    private readonly cluster: LocalCluster,
    private readonly metrics: MetricsAdapters,
  ) {}

  /** Follows the Deployment before it exists, so that its first number is seen too. */
  static async follow(cluster: LocalCluster, metrics: MetricsAdapters): Promise<ScaledService> {
    const service = new ScaledService(cluster, metrics);
    const ending = new AbortController();
    cluster.onStop(() => ending.abort());
    const see = (replicas: number) => service.see(replicas);
    await cluster.api.watch(
      'apps/v1',
      'Deployment',
      ({ object: { metadata, spec } }) => metadata.name === SERVICE && see(spec.replicas),
      { namespace: NAMESPACE, signal: ending.signal },
    );
    return service;
  }

  /** How many replicas it is to have now. */
  get current(): number {
    return this.replicas;
  }

  /** Every change so far. */
  get steps(): readonly Step[] {
    return this.taken;
  }

  /** How many users there are from now on, or what else the adapter says. */
  users(value: number | string): void {
    this.metrics.external.set(ACTIVE_USERS, value);
  }

  /** Resolves when the service is to have that many, or had them on its way to more or fewer. */
  async reaches(replicas: number, patience?: UntilOptions): Promise<void> {
    const before = this.taken.length;
    const look = async () => {
      if (this.replicas === replicas) return true;
      if (this.taken.slice(before).some(({ to }) => to === replicas)) return true;
      throw new Error(`it has ${this.replicas}`);
    };
    await until(`${SERVICE} has ${replicas} replicas`, look, patience);
  }

  /** Resolves when the autoscaler has decided that many times more: for as long, by its own clock, nothing happened or everything. */
  async decides(times = 3): Promise<void> {
    // The last of them may still be deciding: one more.
    const asked = this.questions.length + times + 1;
    await until(`the autoscaler looked ${times} times`, async () => this.questions.length >= asked);
  }

  /** When the autoscaler was last told a value, in milliseconds. */
  lastTold(value: number | string): number {
    const { requests } = this.metrics.external;
    const told = requests.findLast(
      ({ metric, values }) => metric === ACTIVE_USERS && values?.includes(`${value}`),
    );
    if (told === undefined) throw new Error(`nobody was told of ${value} users`);
    return told.at;
  }

  /** What the autoscaler says about itself. */
  async condition(type: 'AbleToScale' | 'ScalingActive' | 'ScalingLimited'): Promise<Condition> {
    const { status } = await this.cluster.api.get(
      refTo('autoscaling/v2', 'HorizontalPodAutoscaler', SERVICE, NAMESPACE),
    );
    const found = (status?.conditions as readonly Condition[] | undefined)?.find((one) => one.type === type);
    if (found === undefined) throw new Error(`the autoscaler does not say ${type}`);
    return found;
  }

  /** Resolves when the autoscaler gives that reason. */
  async says(type: 'AbleToScale' | 'ScalingActive' | 'ScalingLimited', reason: string): Promise<void> {
    await until(`${SERVICE} says ${type} because of ${reason}`, async () => {
      const condition = await this.condition(type);
      if (condition.reason === reason) return true;
      throw new Error(`it says ${condition.reason}`);
    });
  }

  private see(replicas: number): void {
    if (replicas === this.replicas) return;
    const seen = Date.now();
    // The first is the API server's default; there was nothing to decide.
    if (this.replicas !== 0)
      this.taken.push({ from: this.replicas, to: replicas, seen, asked: this.questions.at(-1)?.at ?? seen });
    this.replicas = replicas;
  }

  /** Its autoscaler asks for the load of its pods before anything else. */
  private get questions(): readonly { readonly at: number }[] {
    return this.metrics.resource.requests.filter(
      ({ path, selector }) => path === `namespaces/${NAMESPACE}/pods` && selector.includes(`=${SERVICE}`),
    );
  }
}
