import { show, UserError } from '@plinth/errors';
import { readReason } from './label';
import { resolveAll } from './resolve';

/** The non-root user of distroless images. */
const NONROOT = 65532;

/**
 * The user and group that a container runs as. Never root: there is no way to say so.
 */
export class ContainerUser {
  static readonly #default = new ContainerUser(NONROOT, undefined);

  private constructor(
    readonly uid: number,
    /** Why the image needs another user than ours; undefined for ours. */
    readonly reason: string | undefined,
  ) {}

  /** 65532, the usual non-root user of distroless images. */
  static default(): ContainerUser {
    return ContainerUser.#default;
  }

  /**
   * A user that somebody else's image insists on; the reason is annotated on the pod.
   * @throws UserError `container-user`
   */
  static thirdParty(options: { readonly uid: number; readonly reason: string }): ContainerUser {
    const { uid, reason } = resolveAll({
      uid: () => readUid(options.uid),
      reason: () => readReason(options.reason),
    });
    return new ContainerUser(uid, reason);
  }
}

function readUid(value: unknown): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value < 2 ** 31) return value;
  throw new UserError({
    code: 'container-user',
    where: 'uid',
    found: show(value),
    allowed: 'a whole number from 1 to 2147483647; 0 is root',
    fix: `write the uid that the image is built for, or leave it out for ${NONROOT}`,
  });
}
