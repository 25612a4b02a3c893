import { type Problem, show, UserError } from '@plinth/errors';
import type { ComponentResourceOptions } from '@pulumi/pulumi';
import * as vault from '@pulumi/vault';
import { Component, type Transform } from './component';
import { pathProblems } from './path';

export interface KvStoreArgs {
  readonly mountPath: string;
  /** Of each path, so many are kept: what was put over another value can be had back. */
  readonly versions: number;
  readonly transform?: {
    readonly mount?: Transform<vault.MountArgs>;
    readonly settings?: Transform<vault.kv.SecretBackendV2Args>;
  };
}

const MOST_VERSIONS = 100;

/**
 * Values that people put, with their versions. Whoever puts one says which version it takes the place of: who may
 * put and not read cannot see that somebody else has just put one.
 * @see https://developer.hashicorp.com/vault/docs/secrets/kv/kv-v2
 */
export class KvStore extends Component {
  readonly nodes: { readonly mount: vault.Mount; readonly settings: vault.kv.SecretBackendV2 };

  constructor(name: string, args: KvStoreArgs, options?: ComponentResourceOptions) {
    UserError.throwIfAny(problemsOf(`KvStore ${name}`, args));
    super('KvStore', name, options);
    const mount = this.#createMount(args);
    this.nodes = { mount, settings: this.#createSettings(args, mount) };
    this.registerOutputs();
  }

  /** Values are not in Pulumi's state: they would be lost with the mount. */
  #createMount({ mountPath, transform }: KvStoreArgs): vault.Mount {
    const mount: vault.MountArgs = {
      path: mountPath,
      type: 'kv',
      options: { version: '2' },
      description: 'Values that people put, with their versions',
    };
    return new vault.Mount(...this.child(undefined, mount, transform?.mount, { protect: true }));
  }

  #createSettings({ versions, transform }: KvStoreArgs, mount: vault.Mount): vault.kv.SecretBackendV2 {
    const settings = { mount: mount.path, maxVersions: versions, casRequired: true };
    return new vault.kv.SecretBackendV2(...this.child('settings', settings, transform?.settings));
  }
}

function problemsOf(where: string, { mountPath, versions }: KvStoreArgs): Problem[] {
  const problems = pathProblems(`${where}: mountPath`, mountPath);
  if (Number.isInteger(versions) && versions >= 2 && versions <= MOST_VERSIONS) return problems;
  return [
    ...problems,
    {
      code: 'kv-versions',
      where: `${where}: versions`,
      found: show(versions),
      allowed: `2 to ${MOST_VERSIONS}`,
      fix: 'write for example 10',
    },
  ];
}
