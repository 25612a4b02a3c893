import { isJsonObject, type Json, type JsonObject } from './json';
import { tryPodOf } from './pod';
import type { Fault, Rule } from './rule';

/** Vault's own, and those of issuers that speak to it. */
const AUDIENCE = /^vault(?::\/\/|$)/;

const AGENT = 'vault-agent';

/** The vendor's, from the repository through which the environment reads Docker Hub: no pipeline writes there. */
const IMAGE = /^[a-z0-9-]+-docker\.pkg\.dev\/[^/@:]+\/docker-io\/hashicorp\/vault[:@]/;

const ALLOWED = `tokens for Vault in the init container "${AGENT}" with restartPolicy Always and the image hashicorp/vault, and nowhere else`;

/**
 * Who holds a token for Vault is the service to Vault. The program needs the secrets alone, so it gets those alone: what breaks
 * out of it can neither ask for more nor ask again.
 */
export const vaultTokenRule: Rule = {
  id: 'vault-token',
  title: "only Vault's agent holds a token for Vault",
  controls: ['H09', 'PCI-DSS-8.6.1'],
  applies: (object) => tryPodOf(object) !== undefined,
  *check({ object }) {
    const found = tryPodOf(object);
    if (found === undefined) return;
    const { pod } = found;
    const path = found.path.join('.');
    const volumes = list(pod.volumes).filter(isForVault).map(nameOf);
    if (volumes.length === 0) return;
    if (pod.shareProcessNamespace === true) yield shared(`${path}.shareProcessNamespace`);
    for (const kind of ['initContainers', 'containers']) {
      for (const [index, container] of list(pod[kind]).entries()) {
        if (kind === 'initContainers' && isAgent(container)) continue;
        yield* mountsOf(container, volumes, `${path}.${kind}[${index}]`);
      }
    }
  },
};

function* mountsOf(container: JsonObject, volumes: readonly string[], path: string): Iterable<Fault> {
  for (const [index, mount] of list(container.volumeMounts).entries()) {
    if (!volumes.includes(nameOf(mount))) continue;
    yield {
      path: `${path}.volumeMounts[${index}]`,
      found: `a token for Vault in the container ${JSON.stringify(nameOf(container))}`,
      allowed: ALLOWED,
      fix: 'declare the secret, and read the file that the agent writes',
    };
  }
}

/** Who sees the agent's process sees its files as well, through /proc. */
function shared(path: string): Fault {
  return {
    path,
    found: 'processes that see each other, one of them with a token for Vault',
    allowed: ALLOWED,
    fix: 'leave shareProcessNamespace out: a program is told of changes on its health port',
  };
}

function isForVault(volume: JsonObject): boolean {
  const { sources } = isJsonObject(volume.projected) ? volume.projected : {};
  return list(sources).some(({ serviceAccountToken: token }) => {
    return isJsonObject(token) && AUDIENCE.test(String(token.audience));
  });
}

/** A sidecar of Kubernetes' own kind, of that name, that runs Vault. */
function isAgent({ name, restartPolicy, image }: JsonObject): boolean {
  return name === AGENT && restartPolicy === 'Always' && IMAGE.test(String(image));
}

function nameOf({ name }: JsonObject): string {
  return String(name);
}

function list(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}
