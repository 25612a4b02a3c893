import type { ResolvedService } from '@plinth/model';
import type { CommandContext, ExitCode } from '../command';
import { loadRepository, resolveEnvironments } from '../repository';
import { table } from '../table';

export interface ListArguments {
  readonly env?: string;
  readonly json?: boolean;
}

/** Every service with its squad, kind and the version that runs in each environment. */
export function list(args: ListArguments, { cwd, terminal }: CommandContext): ExitCode {
  const environments = resolveEnvironments(loadRepository(cwd), args.env);
  const byName = new Map<string, ResolvedService>();
  for (const { services } of environments) for (const service of services) byName.set(service.name, service);
  const missing = environments.flatMap(({ notReleased }) => notReleased).filter((name) => !byName.has(name));
  const versions = environments.map(
    ({ services }) => new Map(services.map(({ name, image }) => [name, image.version])),
  );
  const names = environments.map(({ name }) => name);
  const services = [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  if (args.json) {
    const data = services.map(({ name, squad, kind }) => ({
      name,
      squad,
      kind,
      versions: Object.fromEntries(
        names.map((environment, index) => [environment, versions[index]?.get(name) ?? null]),
      ),
    }));
    terminal.print(JSON.stringify({ services: data, notReleased: [...new Set(missing)].sort() }, null, 2));
    return 0;
  }
  const rows = services.map(({ name, squad, kind }) => [
    name,
    squad,
    kind,
    ...versions.map((released) => released.get(name) ?? '-'),
  ]);
  const rest = [...new Set(missing)]
    .sort()
    .map((name) => [name, '', 'not released', ...environments.map(() => '-')]);
  terminal.print(table(['service', 'squad', 'kind', ...names], [...rows, ...rest]));
  return 0;
}
