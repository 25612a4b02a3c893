import { show } from '@plinth/errors';
import type { Company } from './declare';
import { leaves } from './merge';
import type { ResolvedEnvironment } from './resolved';
import { services } from './schema/service';
import { valueAt } from './value-at';

/** One setting that an environment customizes. */
export interface CustomizationRow {
  readonly service: string;
  readonly field: string;
  /** What the base says; `(default)` when it says nothing. */
  readonly base: string;
  /** In the order of promotion; inherited where that environment's overlays do not set it. */
  readonly values: readonly {
    readonly environment: string;
    readonly value: string;
    readonly inherited: boolean;
  }[];
}

/** Everything that the overlays of an environment set, with what holds elsewhere. */
export function customizationsIn(
  company: Company,
  environments: readonly ResolvedEnvironment[],
  name: string,
): CustomizationRow[] {
  const rows: CustomizationRow[] = [];
  for (const overlay of company.environments.find((environment) => environment.name === name)?.overlays ??
    []) {
    for (const { path } of leaves(overlay.input)) {
      const [service = '', ...field] = path;
      const declaration = company.base.services.find((candidate) => candidate.name === service);
      rows.push({
        service,
        field: field.join('.'),
        base: printed(
          valueAt(declaration && services[declaration.kind].safeParse(declaration.input).data, field),
          '(default)',
        ),
        values: environments.map((environment) => ({
          environment: environment.name,
          value: printed(
            valueAt(
              environment.services.find((candidate) => candidate.name === service),
              field,
            ),
            '(not released)',
          ),
          inherited: !setsIn(company, environment.name, path),
        })),
      });
    }
  }
  return rows.sort((a, b) => (`${a.service}.${a.field}` < `${b.service}.${b.field}` ? -1 : 1));
}

function setsIn(company: Company, name: string, path: readonly string[]): boolean {
  const overlays = company.environments.find((environment) => environment.name === name)?.overlays ?? [];
  return overlays.some(({ input }) => valueAt(input, path) !== undefined);
}

function printed(value: unknown, absent: string): string {
  if (value === undefined) return absent;
  if (typeof value === 'object' && value !== null && !('toJSON' in value)) return show(value);
  return String(value);
}
