import { Manifest } from '@plinth/manifest';
import type { Construct } from 'constructs';
import type { ResolvedConfigFiles } from './config-files';
import type { ConfigMap } from './kinds';
import type { Identity } from './owner';

/** The configuration files of a workload; the checksum on its pods makes a change roll out. */
export function _configMap(
  scope: Construct,
  id: string,
  identity: Identity,
  config: ResolvedConfigFiles | undefined,
): Manifest<ConfigMap> | undefined {
  if (config === undefined) return undefined;
  return new Manifest<ConfigMap>(scope, id, {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: identity.name, labels: identity.labels, annotations: identity.annotations },
    data: config.files,
  });
}
