import { PLATFORM_NAMESPACES } from '@plinth/gitops';
import { type KubernetesObject, Manifest } from '@plinth/manifest';
import {
  CERTIFICATES_LABEL,
  certificateSecret,
  ISSUER_ACCOUNT_SUFFIX,
  issuerAccount,
  signingPath,
  VAULT_ADDRESS,
  VAULT_MOUNTS,
} from '@plinth/model';
import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { metadataOf, type Place } from './place';

/** What an object must be, as an expression of CEL, and what whoever wrote it is told. */
interface Validation {
  readonly expression: string;
  readonly message: string;
}

/** The fields of a policy that we say. @see https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/ */
interface ValidatingAdmissionPolicy extends KubernetesObject {
  readonly spec: {
    readonly failurePolicy: 'Fail';
    readonly matchConstraints: {
      readonly matchPolicy: 'Equivalent';
      readonly namespaceSelector: object;
      readonly objectSelector: Readonly<Record<string, never>>;
      readonly resourceRules: readonly [Readonly<Record<string, string | readonly string[]>>];
    };
    readonly matchConditions: readonly { readonly name: string; readonly expression: string }[];
    readonly validations: readonly Validation[];
  };
}

interface ValidatingAdmissionPolicyBinding extends KubernetesObject {
  readonly spec: { readonly policyName: string; readonly validationActions: readonly ['Deny'] };
}

/** Where the platform's own certificates are: whoever writes there is the platform. */
const EXEMPT = [PLATFORM_NAMESPACES.certManager, PLATFORM_NAMESPACES.vault];

/** A policy that is stricter than its predecessor must not keep what it finds from being removed. */
const SAYS_SOMETHING_NEW =
  'request.operation == "CREATE" || (object.spec != oldObject.spec && !has(object.metadata.deletionTimestamp))';

/** The one that makes requests out of Certificates. */
const REQUESTER = `system:serviceaccount:${PLATFORM_NAMESPACES.certManager}:cert-manager`;

/** A name that is derived from another one, by default the object's own, as CEL says it: `object.metadata.name + "-tls"`. */
function ofName(derive: (name: string) => string, name = 'object.metadata.name'): string {
  const [before = '', after = ''] = derive('\n').split('\n');
  const parts = [before && JSON.stringify(before), name, after && JSON.stringify(after)];
  return parts.filter((part) => part !== '').join(' + ');
}

const ISSUER_KIND: Validation = {
  expression:
    'object.spec.issuerRef.?kind.orValue("Issuer") == "Issuer" && object.spec.issuerRef.?group.orValue("cert-manager.io") == "cert-manager.io"',
  message:
    'spec.issuerRef is no Issuer of cert-manager.io; a service asks the Issuer of its own namespace: write kind: Issuer',
};

const NO_AUTHORITY: Validation = {
  expression: '!object.spec.?isCA.orValue(false)',
  message: 'spec.isCA is true; a service signs nobody: leave isCA out',
};

const CERTIFICATES: readonly Validation[] = [
  ISSUER_KIND,
  {
    expression: 'object.spec.issuerRef.name == object.metadata.name',
    message:
      "spec.issuerRef.name is another service's Issuer; a Certificate asks the Issuer of its own name: write metadata.name there",
  },
  {
    expression: `object.spec.secretName == ${ofName(certificateSecret)}`,
    message:
      'spec.secretName is of somebody else; the key of a Certificate is in the Secret of its own name: write <name>-tls',
  },
  NO_AUTHORITY,
];

const REQUESTS: readonly Validation[] = [
  ISSUER_KIND,
  NO_AUTHORITY,
  {
    expression: `request.operation != "CREATE" || request.userInfo.username == ${JSON.stringify(REQUESTER)}`,
    message: 'only cert-manager makes a CertificateRequest; declare a Certificate, and it makes the request',
  },
];

const VAULT = 'object.spec.vault';
const LOGIN = `${VAULT}.auth.?kubernetes`;
const MOUNT = `/v1/auth/${VAULT_MOUNTS.kubernetes}`;

/** What an Issuer that is not Vault's has said already is not said again. */
function ofVault(expression: string, message: string): Validation {
  return { expression: `!has(${VAULT}) || (${expression})`, message };
}

const ISSUERS: readonly Validation[] = [
  {
    expression: `has(${VAULT}) && ${['acme', 'ca', 'selfSigned', 'venafi'].map((kind) => `!has(object.spec.${kind})`).join(' && ')}`,
    message: 'an Issuer of another kind than vault; nobody trusts what others sign: write spec.vault alone',
  },
  ofVault(
    ['tokenSecretRef', 'appRole', 'clientCertificate', 'aws']
      .map((login) => `!has(${VAULT}.auth.${login})`)
      .concat(`!${LOGIN}.?secretRef.hasValue()`)
      .join(' && '),
    'spec.vault.auth has a login that somebody keeps; an Issuer logs in as its ServiceAccount: write auth.kubernetes.serviceAccountRef alone',
  ),
  ofVault(
    `${LOGIN}.?serviceAccountRef.?name.orValue("") == ${ofName(issuerAccount)}`,
    "spec.vault.auth.kubernetes.serviceAccountRef.name is not the Issuer's own account: write <name>.issuer",
  ),
  ofVault(
    `${VAULT}.path == ${ofName(signingPath)}`,
    "spec.vault.path is another service's; an Issuer signs under its own role: write pki/sign/<name>",
  ),
  ofVault(`${VAULT}.server == "${VAULT_ADDRESS}"`, `spec.vault.server is not Vault: write ${VAULT_ADDRESS}`),
  ofVault(
    `!has(${VAULT}.caBundleSecretRef)`,
    'spec.vault.caBundleSecretRef is there; whoever writes that Secret says who Vault is: write the authority as caBundle',
  ),
  ofVault(
    `${LOGIN}.?role.orValue("") == ${ofName(issuerAccount)}`,
    "spec.vault.auth.kubernetes.role is not that of the Issuer's own account: write <name>.issuer",
  ),
  ofVault(
    // Where nothing is said, cert-manager means the same.
    `${LOGIN}.?mountPath.orValue("${MOUNT}") == "${MOUNT}"`,
    `spec.vault.auth.kubernetes.mountPath is another door to Vault: write ${MOUNT}`,
  ),
  ofVault(
    `size(${LOGIN}.?serviceAccountRef.?audiences.orValue([])) == 0`,
    'spec.vault.auth.kubernetes.serviceAccountRef.audiences is there; the token would be good for somebody else as well: leave it out',
  ),
  ofVault(
    `!has(${VAULT}.clientCertSecretRef) && !has(${VAULT}.clientKeySecretRef)`,
    'spec.vault.clientCertSecretRef or clientKeySecretRef is there; Vault asks for no certificate, and the key would be of somebody else: leave both out',
  ),
];

/** Where Vault's authority is known, nobody does without it. What it is stands in Git, and so is reviewed there. */
const KNOWN_VAULT = ofVault(
  `has(${VAULT}.caBundle)`,
  'spec.vault.caBundle is not there; without it, cert-manager does not know Vault: write the certificate of its authority',
);

const ACCOUNT = 'object.spec.?serviceAccountName.orValue("")';

const NO_ISSUER: Validation = {
  expression: `!${ACCOUNT}.endsWith(${JSON.stringify(ISSUER_ACCOUNT_SUFFIX)})`,
  message:
    'spec.serviceAccountName is the account of an Issuer, as which cert-manager alone asks for certificates: write the name of the service',
};

/** In a namespace without certificates of services, a Secret of such a name is another program's. */
const HAS_NO_CERTIFICATES = `namespaceObject.metadata.?labels[?"${CERTIFICATES_LABEL[0]}"].orValue("") != "${CERTIFICATES_LABEL[1]}"`;

/** No Secret with the key of another service is what an expression names. */
function isNoKeyOfOthers(secret: string): string {
  return `(!${secret}.endsWith(${JSON.stringify(certificateSecret(''))}) || ${secret} == ${ofName(certificateSecret, ACCOUNT)})`;
}

/** What a kubelet makes into files. A driver of CSI gets the Secret that is named for it, and does with it what it likes. */
const NO_KEYS_IN_VOLUMES = `object.spec.?volumes.orValue([]).all(volume, ${[
  isNoKeyOfOthers('volume.?secret.?secretName.orValue("")'),
  isNoKeyOfOthers('volume.?csi.?nodePublishSecretRef.?name.orValue("")'),
  `volume.?projected.?sources.orValue([]).all(source, ${isNoKeyOfOthers('source.?secret.?name.orValue("")')})`,
].join(' && ')})`;

/** What it makes into variables. Three lists of three types: an expression cannot join them. */
const NO_KEYS_IN_VARIABLES = ['containers', 'initContainers', 'ephemeralContainers']
  .map(
    (list) =>
      `object.spec.?${list}.orValue([]).all(container, ${[
        `container.?env.orValue([]).all(variable, ${isNoKeyOfOthers('variable.?valueFrom.?secretKeyRef.?name.orValue("")')})`,
        `container.?envFrom.orValue([]).all(variables, ${isNoKeyOfOthers('variables.?secretRef.?name.orValue("")')})`,
      ].join(' && ')})`,
  )
  .join(' && ');

/**
 * Who runs as the account of an issuer has its token, and with it a certificate of that service whose key nobody else sees; who
 * reads the Secret has the key that is there.
 */
const PODS: readonly Validation[] = [
  NO_ISSUER,
  {
    expression: `${HAS_NO_CERTIFICATES} || (${NO_KEYS_IN_VOLUMES})`,
    message:
      "spec.volumes has the key of another service's certificate; a pod reads the one of its own account: name the Secret <serviceAccountName>-tls",
  },
  {
    expression: `${HAS_NO_CERTIFICATES} || (${NO_KEYS_IN_VARIABLES})`,
    message:
      "a variable of a container is the key of another service's certificate: remove it, and mount <serviceAccountName>-tls",
  },
];

/** Which objects a policy looks at. */
interface Subject {
  readonly apiGroup: '' | 'cert-manager.io';
  readonly resource: string;
  /** @default none */
  readonly subresources?: readonly string[];
}

/**
 * What Argo CD and the rules of synthesis keep from being written is refused again by the API server. Whoever can write Certificates
 * and Issuers in a namespace gets none of another service by that, and no authority; and a pod that runs as one service neither
 * asks as another one nor mounts its key.
 *
 * That is all. Who may make any pod may make one that runs as another service of the same namespace, and is that service: between
 * squads the namespace is the border. Who may read Secrets by the API is a matter of roles.
 */
export function certificateAdmission(scope: Construct, place: Place): void {
  const chart = new Chart(scope, 'certificate-admission');
  policy(chart, place, ofCertManager('certificates'), CERTIFICATES);
  policy(chart, place, ofCertManager('certificaterequests'), REQUESTS);
  const isKnown = place.facts.vaultAuthority?.certificate !== undefined;
  policy(chart, place, ofCertManager('issuers'), isKnown ? [...ISSUERS, KNOWN_VAULT] : ISSUERS);
  // A container that is added to debug a pod comes by a door of its own.
  policy(chart, place, { apiGroup: '', resource: 'pods', subresources: ['ephemeralcontainers'] }, PODS);
}

function ofCertManager(resource: string): Subject {
  return { apiGroup: 'cert-manager.io', resource };
}

function policy(chart: Chart, place: Place, subject: Subject, validations: readonly Validation[]): void {
  const { apiGroup, resource, subresources = [] } = subject;
  const name = `plinth-${resource}`;
  new Manifest<ValidatingAdmissionPolicy>(chart, `ValidatingAdmissionPolicy-${name}`, {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicy',
    metadata: metadataOf(name, 'admission-policy', place),
    spec: {
      // A policy that cannot be evaluated lets nobody in.
      failurePolicy: 'Fail',
      // The server takes all of this for one value: with its defaults left out, every apply would be a new version.
      matchConstraints: {
        matchPolicy: 'Equivalent',
        namespaceSelector: {
          matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'NotIn', values: EXEMPT }],
        },
        objectSelector: {},
        resourceRules: [
          {
            scope: '*',
            apiGroups: [apiGroup],
            apiVersions: ['*'],
            operations: ['CREATE', 'UPDATE'],
            resources: [resource, ...subresources.map((each) => `${resource}/${each}`)],
          },
        ],
      },
      // What is there already may be labelled, and may go: its finalizers are taken off by an update.
      matchConditions: [{ name: 'says-something-new', expression: SAYS_SOMETHING_NEW }],
      validations,
    },
  });
  new Manifest<ValidatingAdmissionPolicyBinding>(chart, `ValidatingAdmissionPolicyBinding-${name}`, {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicyBinding',
    metadata: metadataOf(name, 'admission-policy', place),
    spec: { policyName: name, validationActions: ['Deny'] },
  });
}
