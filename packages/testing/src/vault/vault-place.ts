import { mkdirSync } from 'node:fs';
import type { CertificateAuthority } from '../cluster/certificate-authority';
import { freePorts } from '../cluster/free-ports';
import type { Workspace } from '../cluster/workspace';

/** Where one server of Vault lives: what a configuration refers to. */
export interface VaultPlace {
  readonly name: string;
  /** `127.0.0.1:8200` */
  readonly listens: string;
  /** Where servers talk to each other: `127.0.0.1:8201`. */
  readonly clusterListens: string;
  /** `https://127.0.0.1:8200` */
  readonly address: string;
  /** Everything of this server; certificate, key and authority are `tls.crt`, `tls.key` and `ca.crt`. */
  readonly folder: string;
  /** The folder of the store. */
  readonly data: string;
  /** A folder for audit files. */
  readonly audit: string;
  /** Paths of PEM files. */
  readonly tls: { readonly certificate: string; readonly key: string; readonly authority: string };
}

export interface VaultPlacesOptions {
  readonly workspace: Workspace;
  readonly authority: CertificateAuthority;
  /** More names in the certificates; loopback is always there. */
  readonly dnsNames?: readonly string[];
}

/** A folder, a certificate and two ports of loopback for each name. */
export async function vaultPlaces(
  names: readonly string[],
  { workspace, authority, dnsNames = [] }: VaultPlacesOptions,
): Promise<VaultPlace[]> {
  const ports = await freePorts(names.length * 2);
  return Promise.all(
    names.map(async (name, index): Promise<VaultPlace> => {
      for (const folder of ['data', 'audit']) mkdirSync(workspace.file(name, folder), { recursive: true });
      const server = await authority.issueServer(name, dnsNames);
      const listens = `127.0.0.1:${ports[index * 2]}`;
      return {
        name,
        listens,
        clusterListens: `127.0.0.1:${ports[index * 2 + 1]}`,
        address: `https://${listens}`,
        folder: workspace.file(name),
        data: workspace.file(name, 'data'),
        audit: workspace.file(name, 'audit'),
        tls: {
          certificate: workspace.write(`${name}/tls.crt`, server.certificate),
          key: workspace.write(`${name}/tls.key`, server.key),
          authority: workspace.write(`${name}/ca.crt`, authority.certificate),
        },
      };
    }),
  );
}
