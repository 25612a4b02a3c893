import { Image, type MutualTls } from '@plinth/kubernetes';
import {
  type EnvironmentFacts,
  issuerAccount,
  PROXY_PORTS,
  PROXY_RESOURCES,
  type ResolvedMutualTls,
  type ResolvedService,
  SERVICE_AUTHORITIES,
  signingPath,
  TLS_FOLDER,
  VAULT_ADDRESS,
  VAULT_MOUNTS,
} from '@plinth/model';

/** Who a service is to those that it calls and that call it. */
export function mutualTls(
  { name, mutualTls: resolved }: ResolvedService,
  { vaultAuthority }: EnvironmentFacts,
): { readonly mutualTls?: MutualTls } {
  if (resolved === undefined) return {};
  const { identity, commonName, dnsNames, serves, duration, renewBefore, clients, servers } = resolved;
  return {
    mutualTls: {
      certificate: {
        identity,
        commonName,
        dnsNames,
        // A first call, or a first caller, needs no other certificate.
        usedBy: { server: true, client: true },
        duration,
        renewBefore,
      },
      issuer: {
        address: VAULT_ADDRESS,
        path: signingPath(name),
        role: issuerAccount(name),
        account: issuerAccount(name),
        authMount: VAULT_MOUNTS.kubernetes,
        ...(vaultAuthority?.certificate && { authority: vaultAuthority.certificate }),
      },
      authorities: SERVICE_AUTHORITIES,
      ...(serves && { clients }),
      servers,
      folder: TLS_FOLDER,
      ...proxy(resolved),
    },
  };
}

function proxy({ termination }: ResolvedMutualTls): Pick<MutualTls, 'proxy'> {
  if (termination.by === 'application') return {};
  const { plain, proxy: image } = termination;
  return {
    proxy: {
      image: Image.parse(image.reference),
      resources: PROXY_RESOURCES,
      plain,
      health: PROXY_PORTS.health,
    },
  };
}
