/** What lasts shorter here than in a cluster that serves somebody: the name of a field or of a flag, and what it says. */
export type Windows = Readonly<Record<string, string | number>>;

/** What would be there: a field as it is rendered, a flag as it is by default. */
export const USUAL = {
  minReadySeconds: 10,
  progressDeadlineSeconds: 600,
  'node-lease-duration-seconds': 40,
  'default-not-ready-toleration-seconds': 300,
  'default-unreachable-toleration-seconds': 300,
  'node-monitor-period': '5s',
  'node-monitor-grace-period': '50s',
  'node-eviction-rate': '0.1',
  'horizontal-pod-autoscaler-sync-period': '15s',
} as const satisfies Windows;

/** Minutes become seconds: how long a silent node counts as alive. The nodes of a zone are given up one after another, too. */
export const SILENCE_WINDOWS = {
  'node-lease-duration-seconds': 6,
  'node-monitor-period': '1s',
  'node-monitor-grace-period': '12s',
  'node-eviction-rate': '10',
} as const satisfies Windows;

/** And how long its pods are left there in case that it comes back. */
export const NODE_WINDOWS = {
  ...SILENCE_WINDOWS,
  'default-not-ready-toleration-seconds': 6,
  'default-unreachable-toleration-seconds': 6,
} as const satisfies Windows;

/** Whoever has too many pods, or too few, is seen at once: in every run. */
export const AUTOSCALER_WINDOW = { 'horizontal-pod-autoscaler-sync-period': '1s' } as const satisfies Windows;

/** A new version counts as soon as it is ready. */
export const QUICK_ROLLOUT = { minReadySeconds: 1 } as const satisfies Windows;
