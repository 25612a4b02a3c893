import { type Problem, show } from '@plinth/errors';
import { isRecord, type YamlFile } from './yaml-file';

const TYPES = ['string', 'integer', 'boolean', 'array', 'object'] as const;
export type ConfigType = (typeof TYPES)[number];

/** What `Pulumi.yaml` says about one key of configuration. */
export interface ConfigKey {
  readonly type?: ConfigType;
  readonly secret: boolean;
  /** Absent when each stack has to say it. */
  readonly fallback?: unknown;
  /** Where it is declared. */
  readonly place: string;
}

/** The keys of the section `config`, in the long form `namespace:name`. */
export function readConfigSchema(
  file: YamlFile,
  project: string,
): { readonly keys: ReadonlyMap<string, ConfigKey>; readonly problems: readonly Problem[] } {
  const keys = new Map<string, ConfigKey>();
  const problems: Problem[] = [];
  for (const [written, value] of Object.entries(configSection(file, problems))) {
    const place = file.place('config', written);
    const declared = isRecord(value) ? value : { value };
    const { type } = declared;
    const known = TYPES.find((name) => name === type);
    if (type !== undefined && known === undefined) {
      problems.push({
        code: 'config-type',
        where: `${place}: config.${written}.type`,
        found: show(type),
        allowed: TYPES.join(', '),
        fix: 'name one of these',
      });
    }
    const fallback = declared.value ?? declared.default;
    keys.set(longKey(written, project), {
      ...(known === undefined ? {} : { type: known }),
      secret: declared.secret === true,
      ...(fallback === undefined || fallback === null ? {} : { fallback }),
      place,
    });
  }
  return { keys, problems };
}

/** Keys without a namespace are the project's own. */
export function longKey(written: string, project: string): string {
  return written.includes(':') ? written : `${project}:${written}`;
}

/** The section `config`, which may be absent or empty. */
export function configSection(file: YamlFile, problems: Problem[]): { readonly [key: string]: unknown } {
  const { config } = file.content;
  if (config === undefined || config === null) return {};
  if (isRecord(config)) return config;
  problems.push({
    code: 'config-section',
    where: `${file.place('config')}: config`,
    found: show(config),
    allowed: 'a mapping of keys to values',
    fix: 'write "config:" and the keys below it',
  });
  return {};
}
