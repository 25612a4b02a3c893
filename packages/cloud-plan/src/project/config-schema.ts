import { type Problem, show } from '@plinth/errors';
import { isRecord, type YamlFile } from './yaml-file';

export type ConfigType = 'string' | 'integer' | 'boolean' | 'array' | 'object';
const TYPES: readonly string[] = ['string', 'integer', 'boolean', 'array', 'object'];

/** What `Pulumi.yaml` says about one key of configuration. */
export interface ConfigKey {
  readonly type?: ConfigType;
  readonly secret: boolean;
  /** Absent when each stack has to say it. */
  readonly fallback?: unknown;
  /** Neither type nor value was asked for: the key is only described. */
  readonly place: string;
}

/** The keys of the section `config`, in the long form `namespace:name`. */
export function readConfigSchema(
  file: YamlFile,
  project: string,
): { readonly keys: ReadonlyMap<string, ConfigKey>; readonly problems: readonly Problem[] } {
  const keys = new Map<string, ConfigKey>();
  const problems: Problem[] = [];
  const section = isRecord(file.content.config) ? file.content.config : {};
  for (const [written, value] of Object.entries(section)) {
    const place = file.place('config', written);
    const declared = isRecord(value) ? value : { value };
    const { type } = declared;
    if (type !== undefined && !(typeof type === 'string' && TYPES.includes(type))) {
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
      ...(type === undefined ? {} : { type: type as ConfigType }),
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
