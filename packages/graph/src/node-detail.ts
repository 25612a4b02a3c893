import type { GraphDependency, GraphService } from './call-graph';

/** The second line of a service's box: what it is, and where the internet reaches it. */
export function serviceDetail({ kind, exposure }: GraphService): string {
  const what = kind.replaceAll('-', ' ');
  if (exposure === undefined) return what;
  return `internet: ${exposure.host}${exposure.path === '/' ? '' : exposure.path}`;
}

/** The second line of a dependency's box: how it is reached. */
export function dependencyDetail({ ports, reach }: GraphDependency): string {
  const all = Object.entries(ports)
    .map(([name, port]) => `${name} ${port}`)
    .sort()
    .join(', ');
  return reach === 'internet' ? `${all}, on the internet` : all;
}
