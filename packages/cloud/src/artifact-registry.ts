import { type Problem, show, UserError } from '@plinth/errors';
import * as gcp from '@pulumi/gcp';
import type { ComponentResourceOptions } from '@pulumi/pulumi';
import { Component, type Transform } from './component';
import { type EncryptionKey, keyLocationProblems } from './encryption-key';
import { type Labels, labelProblems } from './label';
import { projectProblems, regionProblems } from './place';
import { type Principal, principalProblems, requirePrincipal } from './principal';

export interface ArtifactRegistryArgs {
  readonly project: string;
  readonly location: string;
  readonly key: EncryptionKey;
  /** The repository of our images. */
  readonly images: string;
  /** The repository of our charts. */
  readonly charts: string;
  /** Repositories that fetch and keep what is elsewhere: by name, an address such as `https://registry.k8s.io`. */
  readonly pullThrough: Readonly<Record<string, string>>;
  /** Who pulls from all of them. @default nobody */
  readonly readers?: readonly Principal[];
  readonly labels: Labels;
  readonly transform?: { readonly repositories?: Transform<gcp.artifactregistry.RepositoryArgs> };
}

const DAY = 24 * 3600;
const ID = /^[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const UPSTREAM = /^https:\/\/[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:\/[a-z0-9._/-]*)?$/;

/** What has no tag any more was replaced; what has one may run somewhere, and stays. */
const UNTAGGED = {
  id: 'untagged',
  action: 'DELETE',
  condition: { tagState: 'UNTAGGED', olderThan: `${30 * DAY}s` },
};

/**
 * The one place from which clusters pull: our images, our charts, and copies of what is elsewhere, so that
 * nothing public is asked while something starts. Tags never move, and everything is scanned.
 * @see https://cloud.google.com/artifact-registry/docs/repositories
 */
export class ArtifactRegistry extends Component {
  /** By their names. */
  readonly nodes: { readonly repositories: Readonly<Record<string, gcp.artifactregistry.Repository>> };
  readonly #args: ArtifactRegistryArgs;

  constructor(name: string, args: ArtifactRegistryArgs, options?: ComponentResourceOptions) {
    UserError.throwIfAny(problemsOf(`ArtifactRegistry ${name}`, args));
    super('ArtifactRegistry', name, options);
    this.#args = args;
    this.nodes = { repositories: { ...this.#createOwn(), ...this.#createPullThrough() } };
    for (const reader of args.readers ?? []) this.grantRead(reader);
    this.registerOutputs();
  }

  /** Lets somebody pull from every repository. */
  grantRead(principal: Principal): void {
    this.#grant('read', principal, Object.keys(this.nodes.repositories));
  }

  /** Lets somebody push images and charts, as a pipeline does. */
  grantWrite(principal: Principal): void {
    this.#grant('write', principal, [this.#args.images, this.#args.charts]);
  }

  #createOwn(): Record<string, gcp.artifactregistry.Repository> {
    const { images, charts } = this.#args;
    return {
      [images]: this.#createRepository(images, {
        description: 'Images that we built',
        mode: 'STANDARD_REPOSITORY',
        dockerConfig: { immutableTags: true },
        cleanupPolicies: [UNTAGGED],
      }),
      [charts]: this.#createRepository(charts, {
        description: 'Charts of what the platform runs',
        mode: 'STANDARD_REPOSITORY',
        dockerConfig: { immutableTags: true },
        cleanupPolicies: [UNTAGGED],
      }),
    };
  }

  /** Copies stay: age does not tell what still runs, and a copy may be all that is left of what somebody took down. */
  #createPullThrough(): Record<string, gcp.artifactregistry.Repository> {
    const repositories = Object.entries(this.#args.pullThrough).map(([id, uri]) => {
      const what = {
        description: `Copies of ${uri}`,
        mode: 'REMOTE_REPOSITORY',
        remoteRepositoryConfig: { description: uri, commonRepository: { uri } },
      };
      return [id, this.#createRepository(id, what)] as const;
    });
    return Object.fromEntries(repositories);
  }

  #createRepository(
    id: string,
    what: Partial<gcp.artifactregistry.RepositoryArgs>,
  ): gcp.artifactregistry.Repository {
    const { project, location, key, labels, transform } = this.#args;
    const repository: gcp.artifactregistry.RepositoryArgs = {
      project,
      location,
      repositoryId: id,
      format: 'DOCKER',
      kmsKeyName: key.id,
      vulnerabilityScanningConfig: { enablementConfig: 'INHERITED' },
      cleanupPolicyDryRun: false,
      labels,
      ...what,
    };
    return new gcp.artifactregistry.Repository(...this.child(id, repository, transform?.repositories));
  }

  #grant(right: 'read' | 'write', principal: Principal, ids: readonly string[]): void {
    const { project, location } = this.#args;
    requirePrincipal(`ArtifactRegistry: ${right}`, principal);
    for (const [id, repository] of Object.entries(this.nodes.repositories)) {
      if (!ids.includes(id)) continue;
      const member = {
        project,
        location,
        repository: repository.name,
        role: right === 'read' ? 'roles/artifactregistry.reader' : 'roles/artifactregistry.writer',
        member: principal.member,
      };
      const suffix = `${id}-${right}-${principal.name}`;
      new gcp.artifactregistry.RepositoryIamMember(...this.child(suffix, member, undefined));
    }
  }
}

function problemsOf(where: string, args: ArtifactRegistryArgs): Problem[] {
  const { images, charts, pullThrough } = args;
  return [
    ...projectProblems(`${where}: project`, args.project),
    ...regionProblems(`${where}: location`, args.location),
    ...keyLocationProblems(`${where}: key`, args.key, args.location),
    ...idProblems(where, [images, charts, ...Object.keys(pullThrough)]),
    ...Object.entries(pullThrough).flatMap(([id, uri]) =>
      upstreamProblems(`${where}: pullThrough.${id}`, uri),
    ),
    ...(args.readers ?? []).flatMap((reader) => principalProblems(`${where}: readers`, reader)),
    ...labelProblems(`${where}: labels`, args.labels),
  ];
}

function idProblems(where: string, ids: readonly string[]): Problem[] {
  return ids.flatMap((id, index) => {
    const first = ids.indexOf(id) === index;
    if (ID.test(id) && first) return [];
    return [
      {
        code: 'repository',
        where,
        found: first ? show(id) : `${show(id)} twice`,
        allowed: '1 to 63 lower-case letters, digits and hyphens, each name once',
        fix: 'rename it',
      },
    ];
  });
}

function upstreamProblems(where: string, uri: string): Problem[] {
  if (UPSTREAM.test(uri)) return [];
  return [
    {
      code: 'upstream',
      where,
      found: show(uri),
      allowed: 'an address that begins with "https://"',
      fix: 'write the address of the registry, without a tag',
    },
  ];
}
