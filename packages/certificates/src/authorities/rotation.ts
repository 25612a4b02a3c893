import type { X509Certificate } from 'node:crypto';
import { show, UserError } from '@plinth/errors';
import { generationOf } from './generation';
import { hasSigned, type Issuer, isSame, noAuthority } from './issuers';
import { type AuthorityMounts, type IssuingChain, issuingChain } from './issuing-chain';

/** What is there, read anew each time: no journal says it. */
export interface AuthoritiesSeen {
  readonly roots: readonly Issuer[];
  readonly issuers: readonly Issuer[];
  /** Whom services trust, as Git has it. */
  readonly trusted: readonly { readonly name: string; readonly certificate: X509Certificate }[];
}

/** From one generation of an authority to the next, as far as it has come. */
export interface Rotation {
  readonly generation: number;
  /** The newest: where all this leads to. */
  readonly root: Issuer;
  /** What new certificates lead to now. */
  readonly current: IssuingChain;
  /** The authority under that root. Absent until it is made, with its key and its name. */
  readonly issuing?: Issuer;
  /** Whether new certificates are of the new authority. */
  readonly isSwitched: boolean;
  readonly isTrusted: boolean;
  /** Older ones with a key, in both mounts. */
  readonly older: readonly Issuer[];
  /** Names of older roots that are still trusted. */
  readonly olderTrusted: readonly string[];
}

/** The order of steps. Each is taken when what it stands on is seen, and not before. */
export type RotationStep =
  | 'make-root'
  | 'make-issuing'
  | 'trust'
  | 'spread-and-switch'
  | 'outlive-and-retire'
  | 'distrust'
  | 'none';

/**
 * Where a rotation stands. The newest root of Vault is the goal.
 * @throws UserError `vault-authority`, and `other-authority` when somebody is trusted of whom Vault does not know
 */
export function rotationIn({ roots, issuers, trusted }: AuthoritiesSeen, mounts: AuthorityMounts): Rotation {
  const current = issuingChain(roots, issuers, mounts);
  const generations = roots.flatMap((root) => {
    const generation = generationOf('root', root.name);
    return generation === undefined || !root.hasKey ? [] : [{ generation, root }];
  });
  const newest = generations.sort((a, b) => b.generation - a.generation)[0];
  if (newest === undefined) throw noAuthority(mounts.root, 'no root with a name such as root');
  const { generation, root } = newest;
  requireKnown(trusted, roots, mounts);
  const isOfRoot = ({ certificate }: Issuer) => hasSigned(root.certificate, certificate);
  const issuing =
    issuers.find((one) => one.hasKey && one.name !== '' && isOfRoot(one)) ?? firstOf(current, root);
  return {
    generation,
    root,
    current,
    ...(issuing !== undefined && { issuing }),
    isSwitched: issuing?.isDefault === true,
    isTrusted: trusted.some(({ certificate }) => isSame(certificate, root.certificate)),
    older: [...roots, ...issuers].filter(
      (one) => one.hasKey && !isSame(one.certificate, root.certificate) && !isOfRoot(one),
    ),
    olderTrusted: trusted
      .filter(({ certificate }) => !isSame(certificate, root.certificate))
      .map(({ name }) => name),
  };
}

/** The first of a mount was named by nobody. */
function firstOf(current: IssuingChain, root: Issuer): Issuer | undefined {
  return isSame(current.root.certificate, root.certificate) ? current.issuing : undefined;
}

/** Who trusts another root has to see that first. */
function requireKnown(
  trusted: AuthoritiesSeen['trusted'],
  roots: readonly Issuer[],
  mounts: AuthorityMounts,
): void {
  const found = trusted.filter(
    ({ certificate }) => !roots.some((root) => isSame(root.certificate, certificate)),
  );
  if (found.length === 0 && trusted.length > 0) return;
  throw new UserError({
    code: 'other-authority',
    where: 'the authorities of the environment',
    found:
      trusted.length === 0
        ? 'nobody whom services trust'
        : `${found.map(({ name }) => show(name)).join(', ')}, of whom ${mounts.root} does not know`,
    allowed: `roots of ${mounts.root}`,
    fix: 'look whether VAULT_ADDR is of this environment; the first root is trusted by plinth certs trust',
  });
}

/**
 * What comes next.
 * @param canSign whether an older authority may still sign
 * @param starts whether a new one is asked for when there is nothing to do
 */
export function nextStep(rotation: Rotation, canSign: boolean, starts: boolean): RotationStep {
  if (rotation.issuing === undefined) return 'make-issuing';
  if (!rotation.isTrusted) return 'trust';
  if (!rotation.isSwitched) return 'spread-and-switch';
  if (canSign) return 'outlive-and-retire';
  if (rotation.olderTrusted.length > 0) return 'distrust';
  return starts ? 'make-root' : 'none';
}
