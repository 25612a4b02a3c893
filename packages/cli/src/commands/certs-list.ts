import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '@plinth/errors';
import {
  CERTIFICATE_INVENTORY,
  type CertificateInventoryFile,
  emptyInventory,
  type InventoriedCertificate,
  inspectOutput,
  type OutputState,
} from '@plinth/synth';
import type { CommandContext, ExitCode } from '../command';
import { outputFolder } from '../output-folder';
import { loadRepository, resolveEnvironments } from '../repository';
import { table } from '../table';

export interface CertsListArguments {
  readonly env?: string;
  readonly out?: string;
  readonly json?: boolean;
}

const HEADER = [
  'environment',
  'certificate',
  'issuer',
  'life',
  'renewed before end',
  'key',
  'owner',
  'names',
];

/** The certificates that an environment declares, as they are rendered: whose, for which names, by whom, for how long. */
export function certsList(
  { env, out, json }: CertsListArguments,
  { cwd, terminal }: CommandContext,
): ExitCode {
  const repository = loadRepository(cwd);
  const folder = outputFolder({ root: repository.root, cwd, out });
  const state = inspectOutput(folder);
  const inventories = resolveEnvironments(repository, env).map(({ name }) =>
    inventoryOf(folder, name, state),
  );
  if (json) terminal.print(JSON.stringify(inventories, null, 2));
  else {
    const rows = inventories.flatMap(({ environment, certificates }) =>
      certificates.map((certificate) => rowOf(environment, certificate)),
    );
    terminal.print(table(HEADER, rows));
  }
  return 0;
}

/** @throws UserError `not-rendered` when the tree does not say what it is */
function inventoryOf(folder: string, environment: string, state: OutputState): CertificateInventoryFile {
  const section = state.sections.find(({ name }) => name === environment);
  const flaw = flawOf(section?.listed === true, state.pending, section?.edited ?? [], section?.missing ?? []);
  if (flaw !== undefined) {
    throw new UserError({
      code: 'not-rendered',
      where: environment,
      found: flaw,
      allowed: `${CERTIFICATE_INVENTORY} as plinth synth has written it`,
      fix: 'run plinth synth',
    });
  }
  if (section?.files.includes(CERTIFICATE_INVENTORY) !== true) return emptyInventory(environment);
  return JSON.parse(readFileSync(join(folder, environment, CERTIFICATE_INVENTORY), 'utf8'));
}

function flawOf(
  isRendered: boolean,
  pending: boolean,
  edited: readonly string[],
  missing: readonly string[],
): string | undefined {
  if (pending) return 'a run that was stopped half-way';
  if (!isRendered) return 'nothing rendered';
  if (edited.includes(CERTIFICATE_INVENTORY)) return 'an inventory that was edited by hand';
  return missing.includes(CERTIFICATE_INVENTORY) ? 'an inventory that is gone' : undefined;
}

function rowOf(environment: string, certificate: InventoriedCertificate): string[] {
  const { namespace, name, issuer, duration, renewBefore, key, owner, uris, dnsNames } = certificate;
  const { ipAddresses, commonName, isAuthority } = certificate;
  const names = [...uris, ...dnsNames, ...ipAddresses];
  return [
    environment,
    `${namespace}/${name}`,
    issuer.path ?? `${issuer.kind} ${issuer.name}`,
    duration,
    renewBefore ?? '-',
    key.size === null ? key.algorithm : `${key.algorithm} ${key.size}`,
    owner.squad ?? '-',
    isAuthority ? `the authority ${commonName ?? name}` : names.join(' '),
  ];
}
