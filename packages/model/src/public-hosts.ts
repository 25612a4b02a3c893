import type { ResolvedEnvironment } from './resolved';

/** What is reachable from the internet: on which host, into which namespace. */
export function publicRoutes({
  services,
}: Pick<ResolvedEnvironment, 'services'>): { readonly host: string; readonly namespace: string }[] {
  return services.flatMap((service) =>
    service.kind === 'web-service' && service.exposure !== undefined
      ? [{ host: service.exposure.host, namespace: service.namespace }]
      : [],
  );
}

/** The hosts of all exposed services, each once, sorted: each has a listener, an address and a certificate. */
export function publicHosts(environment: Pick<ResolvedEnvironment, 'services'>): string[] {
  return [...new Set(publicRoutes(environment).map(({ host }) => host))].sort();
}
