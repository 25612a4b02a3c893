import type { ApiClient, KubernetesObject } from '@plinth/testing';

/** What became of one application, each as the number of the event in which it was first seen. */
export interface Milestones {
  readonly created: number;
  /** Everything is as Git says, and healthy. */
  readonly done?: number;
}

/** Follows all applications from now on: by watch, so that nothing between two looks is missed. */
export class MilestoneWatch {
  private readonly seen = new Map<string, Milestones>();
  private events = 0;

  private constructor(private readonly ended: AbortController) {}

  static async start(api: ApiClient): Promise<MilestoneWatch> {
    const watch = new MilestoneWatch(new AbortController());
    await api.watch('argoproj.io/v1alpha1', 'Application', ({ object }) => watch.note(object), {
      namespace: 'argocd',
      signal: watch.ended.signal,
    });
    return watch;
  }

  /** @throws Error when it never was there, or never done */
  of(application: string): Required<Milestones> {
    const { created, done } = this.seen.get(application) ?? {};
    if (created === undefined || done === undefined) throw new Error(`${application} was never done`);
    return { created, done };
  }

  stop(): void {
    this.ended.abort();
  }

  private note({ metadata: { name }, status }: KubernetesObject): void {
    this.events += 1;
    const before = this.seen.get(name);
    const isDone = status?.sync?.status === 'Synced' && status.health?.status === 'Healthy';
    const done = before?.done ?? (isDone ? this.events : undefined);
    this.seen.set(name, { created: before?.created ?? this.events, ...(done === undefined ? {} : { done }) });
  }
}
