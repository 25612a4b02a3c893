/** Whose an object is that is no part of a workload. */
export interface OwnedBy {
  readonly name: string;
  readonly squad: string;
  readonly environment: string;
  /** What it is to the product, such as `application`. */
  readonly component: string;
}

/** The same words as on workloads, so that one query finds everything of a squad. */
export function ownerLabels({
  name,
  squad,
  environment,
  component,
}: OwnedBy): Readonly<Record<string, string>> {
  return {
    'app.kubernetes.io/name': name,
    'app.kubernetes.io/instance': name,
    'app.kubernetes.io/component': component,
    'app.kubernetes.io/part-of': squad,
    'app.kubernetes.io/managed-by': 'plinth',
    owner: squad,
    team: squad,
    environment,
  };
}
