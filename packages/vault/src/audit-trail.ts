import { type Problem, show, UserError } from '@plinth/errors';
import type { ComponentResourceOptions } from '@pulumi/pulumi';
import * as vault from '@pulumi/vault';
import { Component, type Transform } from './component';

export interface AuditTrailArgs {
  /** The file of each server, on a disk of its own. */
  readonly file: string;
  readonly transform?: {
    readonly file?: Transform<vault.AuditArgs>;
    readonly stdout?: Transform<vault.AuditArgs>;
  };
}

/**
 * Who asked for what, twice: in a file of the server, and to its output, which the cluster's logging takes away.
 * Secrets are in it as keyed hashes alone. Vault answers as long as it can write one of the two, and when it can write
 * neither it answers nobody.
 * @see https://developer.hashicorp.com/vault/docs/audit
 */
export class AuditTrail extends Component {
  readonly nodes: { readonly file: vault.Audit; readonly stdout: vault.Audit };

  constructor(name: string, args: AuditTrailArgs, options?: ComponentResourceOptions) {
    UserError.throwIfAny(fileProblems(`AuditTrail ${name}: file`, args.file));
    super('AuditTrail', name, options);
    const { file, transform } = args;
    this.nodes = {
      file: this.#createDevice('file', 'A file of each server', file, transform?.file),
      stdout: this.#createDevice(
        'stdout',
        'What the cluster’s logging takes away',
        'stdout',
        transform?.stdout,
      ),
    };
    this.registerOutputs();
  }

  #createDevice(
    path: string,
    description: string,
    file: string,
    transform: Transform<vault.AuditArgs> | undefined,
  ): vault.Audit {
    const device: vault.AuditArgs = {
      type: 'file',
      path,
      description,
      options: { file_path: file, format: 'json', log_raw: 'false', hmac_accessor: 'true' },
    };
    return new vault.Audit(...this.child(path, device, transform));
  }
}

function fileProblems(where: string, file: string): Problem[] {
  if (/^(?:\/[\w-]+)+\/[\w-]+\.log$/.test(file)) return [];
  return [
    {
      code: 'audit-file',
      where,
      found: show(file),
      allowed: 'the whole path of a file that ends with ".log", on a disk of each server',
      fix: 'write for example "/vault/audit/audit.log"',
    },
  ];
}
