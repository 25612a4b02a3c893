import { z } from 'zod';
import { text, whole } from './_leaf';
import { authority, certificateLives, vaultAuthority } from './certificates';
import { cloudFacts } from './cloud';
import { day } from './day';
import { serviceName, squadName } from './name';
import { cidr, hostname } from './network';
import { cpu, memory } from './quantity';
import { quota } from './squad';
import { vaultFacts } from './vault';

/** @see https://cloud.google.com/resource-manager/docs/creating-managing-projects */
const project = text(
  /^[a-z](?=[a-z0-9-]{5,29}$)[a-z0-9-]*[a-z0-9]$/,
  'a Google Cloud project id of 6 to 30 lower-case letters, digits and hyphens',
  'write the id, not the name or number of the project',
);

const region = text(
  /^(?:africa|asia|australia|europe|me|northamerica|southamerica|us)-[a-z]+\d{1,2}$/,
  'a Google Cloud region such as "europe-west6" (not a zone)',
  'leave out the letter of the zone',
);

/** Own registries only: a look-alike such as `europe-docker.pkg.dev.evil.example` ends otherwise. */
const registry = text(
  /^[a-z]+(?:-[a-z]+\d{1,2})?-docker\.pkg\.dev\/[a-z][a-z0-9-]{4,28}[a-z0-9]\/[a-z][a-z0-9-]{0,61}[a-z0-9]$/,
  'an Artifact Registry repository such as "europe-west6-docker.pkg.dev/acme-prod/apps"',
  'write region, project and repository',
);

const objectName = serviceName;

/** The ranges of one environment; they never overlap, within it or with another's. */
const network = z.strictObject({
  nodes: cidr,
  pods: cidr,
  services: cidr,
  /** The control plane's own /28. */
  controlPlane: cidr,
  /** The proxy-only subnet, from which the gateway speaks; with Google's health checks, all that reaches an `edge` port. */
  proxies: cidr,
});

/** What the platform of one environment is: facts, not choices of a service. */
export const environmentFacts = z.strictObject({
  project,
  region,
  /** Below it public services get their hosts. */
  domain: hostname,
  registry,
  network,
  /** The day on which the network rules were last reviewed: once in six months (PCI DSS 1.2.7). Stands on every object of a service. */
  networkReviewed: day,
  /** Pods that a node can hold; decides how many addresses it takes. */
  podsPerNode: whole(8, 256, 'pods per node'),
  maxNodes: whole(1, 1000, 'nodes'),
  /** Replicas of a service that does not say. One means: short interruptions are normal here. */
  replicaFloor: whole(1, 5, 'replicas'),
  /** Processor time at which a container is throttled that does not say. */
  cpuLimit: cpu,
  /** What one container may have at most: more leaves no room for others on a node. Bounds every squad's namespace. */
  largestContainer: z.strictObject({ cpu, memory }),
  kubernetesVersion: text(
    /^1\.\d{2}$/,
    'a minor version such as "1.35"',
    'write the minor version of the cluster',
  ),
  storageClass: objectName,
  /** The gateway that public services attach their routes to. */
  publicGateway: z.strictObject({ namespace: objectName, name: objectName }),
  /** Where Argo CD reads what we render. */
  repository: z.strictObject({
    url: text(
      /^https:\/\/[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?:\/[\w-][\w.-]*)+\.git$/,
      'an https URL that ends in ".git"',
      'write the clone URL',
    ),
    /** Where its host is, on port 443. */
    addresses: z.array(cidr).min(1),
    revision: text(
      /^(?!HEAD$)(?!.*(?:\.\.|\/\/))\w[\w./-]{0,199}(?<![./])$/,
      'a protected branch or a commit, never HEAD',
      'name the branch that only merges reach',
    ),
  }),
  /** The cluster that Argo CD deploys to, by its API server. */
  cluster: text(
    /^https:\/\/[a-z0-9.:-]+$/,
    'the https URL of an API server',
    'write for example "https://kubernetes.default.svc"',
  ),
  /** Addresses of each external dependency that is reached over the network. */
  dependencies: z.record(serviceName, z.array(cidr).min(1)),
  /** What Google Cloud gives this environment. @default nothing: cluster and network are somebody else's */
  cloud: cloudFacts.optional(),
  /** How people come to Vault, which every environment has. @default nobody does but by its recovery keys */
  vault: vaultFacts.optional(),
  /** How long certificates of services live. @default ten years, three years, a day, renewed at a third of it */
  certificates: certificateLives.optional(),
  /** Whose certificates services trust. @default nobody's, until Vault has made an authority */
  authorities: z.array(authority).optional(),
  /** By whose certificate cert-manager knows Vault. @default nobody's: nothing is signed until it is known */
  vaultAuthority: vaultAuthority.optional(),
  /** Squads whose quota differs here. @default the squad's own */
  quotas: z.record(squadName, quota.partial()).optional(),
});
