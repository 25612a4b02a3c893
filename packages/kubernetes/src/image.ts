import { type Problem, show, UserError } from '@plinth/errors';
import { ContainerUser } from './container-user';

/** What an image consists of. */
export interface ImageParts {
  /** Host, optional port and optional path: `europe-west1-docker.pkg.dev/acme/apps`. */
  readonly registry: string;
  /** `exchange/exchange-manager`. */
  readonly repository: string;
  /** The tag, which is also the label `app.kubernetes.io/version`. */
  readonly version: string;
  /** `sha256:` and 64 hexadecimal digits in lower case. */
  readonly digest: string;
  /** @default - `ContainerUser.default()`, 65532 */
  readonly user?: ContainerUser;
}

const PART = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const HOST = /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}(?::[1-9]\d{0,4})?$/;
const PATH = new RegExp(`^${PART}(?:/${PART})*$`);
const VERSION = /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/;
const DIGEST = /^sha256:[0-9a-f]{64}$/;
const EXAMPLE = 'europe-west1-docker.pkg.dev/acme/ledger:1.4.2@sha256:<64 hexadecimal digits>';

/**
 * A container image pinned to its bytes: `host/path:version@sha256:…`. The digest decides what runs, the
 * version is for people.
 */
export class Image {
  private constructor(
    /** As a container names it. */
    readonly reference: string,
    readonly version: string,
    readonly user: ContainerUser,
  ) {}

  /**
   * An image from its parts, for callers that keep registry and release apart.
   * @throws UserError with every part that is wrong
   */
  static of(parts: ImageParts): Image {
    const problems = [
      ...hostAndPathProblems(`${parts.registry}/${parts.repository}`),
      ...versionProblems(parts.version),
      ...digestProblems(parts.digest),
    ];
    UserError.throwIfAny(problems);
    return new Image(
      `${parts.registry}/${parts.repository}:${parts.version}@${parts.digest}`,
      parts.version,
      parts.user ?? ContainerUser.default(),
    );
  }

  /**
   * An image from its reference, as a registry prints it.
   * @throws UserError `image-…` for no tag, `latest`, no digest, a host without a domain
   */
  static parse(reference: unknown, user: ContainerUser = ContainerUser.default()): Image {
    if (typeof reference !== 'string') {
      throw new UserError(
        imageProblem('image', show(reference), `text such as ${EXAMPLE}`, 'write the whole reference'),
      );
    }
    const [name = '', digest] = reference.split('@', 2);
    const colon = name.indexOf(':', name.lastIndexOf('/') + 1);
    const version = colon === -1 ? undefined : name.slice(colon + 1);
    const problems = [
      ...hostAndPathProblems(colon === -1 ? name : name.slice(0, colon)),
      ...versionProblems(version),
      ...digestProblems(digest === undefined ? undefined : reference.slice(name.length + 1)),
    ];
    UserError.throwIfAny(problems);
    return new Image(reference, version ?? '', user);
  }

  toString(): string {
    return this.reference;
  }
}

/** An image as people write it. */
export function readImage(image: Image | string): Image {
  return image instanceof Image ? image : Image.parse(image);
}

function hostAndPathProblems(name: string): Problem[] {
  const slash = name.indexOf('/');
  const host = slash === -1 ? '' : name.slice(0, slash);
  const problems: Problem[] = [];
  if (!HOST.test(host)) {
    problems.push(
      imageProblem(
        'image-host',
        show(name),
        'a registry host with a domain, in lower case, then a path',
        `write for example ${EXAMPLE}`,
      ),
    );
  } else if (!PATH.test(name.slice(slash + 1))) {
    problems.push(
      imageProblem(
        'image-path',
        show(name),
        'a path in lower case: a-z, 0-9, ".", "_", "-" and "/"',
        'write the path as the registry shows it',
      ),
    );
  }
  return problems;
}

function versionProblems(version: string | undefined): Problem[] {
  if (version === 'latest') {
    return [
      imageProblem(
        'image-latest',
        '"latest"',
        'a version that always means the same',
        'write the version that was built',
      ),
    ];
  }
  if (version !== undefined && VERSION.test(version)) return [];
  return [
    imageProblem(
      'image-version',
      version === undefined ? 'no tag' : show(version),
      'a tag of at most 63 of A-Z, a-z, 0-9, ".", "_" and "-"',
      'write the version before the digest, for example :1.4.2@sha256:…',
    ),
  ];
}

function digestProblems(digest: string | undefined): Problem[] {
  if (digest !== undefined && DIGEST.test(digest)) return [];
  return [
    imageProblem(
      'image-digest',
      digest === undefined ? 'no digest' : show(digest),
      'sha256: and 64 hexadecimal digits in lower case',
      'copy the digest that the build printed: a tag alone can be moved to other bytes',
    ),
  ];
}

function imageProblem(code: string, found: string, allowed: string, fix: string): Problem {
  return { code, where: 'image', found, allowed, fix };
}
