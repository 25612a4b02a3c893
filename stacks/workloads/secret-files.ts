import { Image, type SecretFile, type SecretFiles, VaultDatabase, VaultKv } from '@plinth/kubernetes';
import {
  type ResolvedSecret,
  type ResolvedVault,
  VAULT_ADDRESS,
  VAULT_AGENT_RESOURCES,
  VAULT_AUDIENCE,
  VAULT_CA,
  VAULT_MOUNTS,
} from '@plinth/model';

/** What Vault's agent fetches for a service, or for the job before its roll-out. */
export function secretFiles(vault: ResolvedVault | undefined): { readonly secretFiles?: SecretFiles } {
  if (vault === undefined) return {};
  return {
    secretFiles: {
      vault: {
        address: VAULT_ADDRESS,
        role: vault.role,
        audience: VAULT_AUDIENCE,
        authMount: VAULT_MOUNTS.kubernetes,
        ca: VAULT_CA,
      },
      agent: { image: Image.parse(vault.agent.reference), resources: VAULT_AGENT_RESOURCES },
      files: vault.secrets.map(file),
    },
  };
}

function file(secret: ResolvedSecret): SecretFile {
  const { name, reload } = secret;
  return { name, source: source(secret), ...(reload !== undefined && { reload }) };
}

function source(secret: ResolvedSecret): SecretFile['source'] {
  if (secret.engine === 'kv') {
    const { path, field } = secret;
    return VaultKv.of({ mount: VAULT_MOUNTS.kv, path, ...(field !== undefined && { field }) });
  }
  const { role, host, port, database, schema, format } = secret;
  return VaultDatabase.of({ mount: VAULT_MOUNTS.database, role, host, port, database, schema, format });
}
