import { isJsonObject, type Json, type JsonObject } from './json';
import type { Fault, Rule } from './rule';

/** Who may ask an issuer that would sign for everybody: by its name, the namespace. */
const NAMESPACES: Readonly<Record<string, string>> = { 'vault-ca': 'vault' };

/** How any object asks without a Certificate of its own. @see https://cert-manager.io/docs/usage/ingress/ */
const ANNOTATION = 'cert-manager.io/cluster-issuer';

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
  const { annotations } = record(object.metadata);
  const annotated = record(annotations)[ANNOTATION];
  if (annotated !== undefined) yield [`metadata.annotations["${ANNOTATION}"]`, String(annotated)];
  const { kind, name } = record(record(object.spec).issuerRef);
  if (kind === 'ClusterIssuer') yield ['spec.issuerRef.name', String(name)];
}

function refused(path: string, name: string, allowed: string): Fault {
  return { path, found: JSON.stringify(name), allowed, fix: FIX };
}

function record(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}
