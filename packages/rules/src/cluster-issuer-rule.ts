import { isJsonObject, type Json, type JsonObject } from './json';
import { tryPodOf } from './pod';
import type { Fault, Rule } from './rule';

/** Who may ask an issuer that would sign for everybody: by its name, the namespace. */
const NAMESPACES: Readonly<Record<string, string>> = { 'vault-ca': 'vault' };

const KIND = 'ClusterIssuer';

/** How any object asks without a Certificate of its own. @see https://cert-manager.io/docs/usage/ingress/ */
const ANNOTATION = 'cert-manager.io/cluster-issuer';
const NAMED = { name: 'cert-manager.io/issuer', kind: 'cert-manager.io/issuer-kind' } as const;

/** How a volume of a pod asks, in its attributes. @see https://cert-manager.io/docs/usage/csi-driver/ */
const DRIVER = 'csi.cert-manager.io';
const ATTRIBUTES = { name: `${DRIVER}/issuer-name`, kind: `${DRIVER}/issuer-kind` } as const;

/** How Kubernetes' own request asks. @see https://cert-manager.io/docs/usage/kube-csr/ */
const SIGNER = 'clusterissuers.cert-manager.io/';

const FIX = 'ask an Issuer of the namespace itself';

/**
 * A ClusterIssuer signs whatever any namespace asks for. So each has one namespace that may ask: whoever else had a certificate
 * of Vault's authority could be taken for Vault.
 * @see https://cert-manager.io/docs/concepts/issuer/#namespaces
 */
export const clusterIssuerRule: Rule = {
  id: 'cluster-issuer',
  title: 'an issuer of the whole cluster signs for one namespace alone',
  controls: ['H03'],
  applies: () => true,
  *check({ object }, { identity }) {
    for (const [path, name] of asked(object)) {
      const namespace = Object.hasOwn(NAMESPACES, name) ? NAMESPACES[name] : undefined;
      if (namespace === undefined)
        yield refused(path, name, 'no ClusterIssuer that is not in the list of this rule');
      else if (identity.namespace !== namespace)
        yield refused(path, name, `this issuer in namespace ${namespace} alone`);
    }
  },
};

/** Every ClusterIssuer that an object asks, and where it does. */
function* asked(object: JsonObject): Generator<readonly [string, string]> {
  const { issuerRef, signerName } = record(object.spec);
  const { kind, name } = record(issuerRef);
  yield* annotatedIn(record(record(object.metadata).annotations), 'metadata');
  if (kind === KIND) yield ['spec.issuerRef.name', String(name)];
  if (typeof signerName === 'string' && signerName.startsWith(SIGNER))
    yield ['spec.signerName', signerName.slice(SIGNER.length)];
  yield* askedByVolumes(object);
}

function* annotatedIn(annotations: JsonObject, path: string): Generator<readonly [string, string]> {
  const annotated = annotations[ANNOTATION];
  if (annotated !== undefined) yield [`${path}.annotations["${ANNOTATION}"]`, String(annotated)];
  if (annotations[NAMED.kind] === KIND)
    yield [`${path}.annotations["${NAMED.name}"]`, String(annotations[NAMED.name])];
}

function* askedByVolumes(object: JsonObject): Generator<readonly [string, string]> {
  const found = tryPodOf(object);
  if (found === undefined || !Array.isArray(found.pod.volumes)) return;
  for (const [index, volume] of found.pod.volumes.entries()) {
    const { driver, volumeAttributes } = record(record(volume).csi);
    const attributes = record(volumeAttributes);
    if (driver !== DRIVER || attributes[ATTRIBUTES.kind] !== KIND) continue;
    const path = `${found.path.join('.')}.volumes[${index}].csi.volumeAttributes["${ATTRIBUTES.name}"]`;
    yield [path, String(attributes[ATTRIBUTES.name])];
  }
}

function refused(path: string, name: string, allowed: string): Fault {
  return { path, found: JSON.stringify(name), allowed, fix: FIX };
}

function record(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}
