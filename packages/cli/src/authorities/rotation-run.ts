import {
  type AuthorityMounts,
  canSign,
  makeDefault,
  makeIssuing,
  makeRoot,
  type NewAuthority,
  nextStep,
  olderCertificates,
  type Rotation,
  type RotationStep,
  readIssuers,
  retire,
  rootFlaws,
  rotationIn,
  type VaultSession,
} from '@plinth/certificates';
import { show, UserError } from '@plinth/errors';
import { certificateIssuers, certificateLives, type ResolvedEnvironment } from '@plinth/model';
import { Gate } from '../gate';
import { type AuthoritiesFile, trustedAuthority } from './authorities-file';
import { clusterBundles, spreadOf } from './cluster-bundles';
import { authorityName, expectedRoot } from './expected-root';

/** Where a rotation runs. */
export interface RotationSurroundings {
  readonly session: VaultSession;
  readonly mounts: AuthorityMounts;
  readonly environment: ResolvedEnvironment;
  readonly file: AuthoritiesFile;
  readonly variables: NodeJS.ProcessEnv;
  /** How long a kubelet takes to bring a file to pods, in seconds. */
  readonly settle: number;
  /** Milliseconds since 1970, each time it is asked. */
  readonly clock: () => number;
  readonly note: (text: string) => void;
}

/** Where it stands when no further step is possible. */
export interface RotationStand {
  readonly rotation: Rotation;
  readonly step: RotationStep;
  /** What the step waits for; absent when nothing is left to do. */
  readonly waitsFor?: string;
}

/** As many as nobody notices. */
const AT_ONCE = 16;

/** Takes one step after the other until there is none, or one that has to wait. What is there is seen anew before each. */
export async function runRotation(
  surroundings: RotationSurroundings,
  isStarting: boolean,
): Promise<RotationStand> {
  let starts = isStarting;
  for (;;) {
    const rotation = await observe(surroundings);
    const older = await Promise.all(rotation.older.map((one) => canSign(surroundings.session, one)));
    const step = nextStep(rotation, older.includes(true), starts);
    if (step === 'none') return { rotation, step };
    // What has begun is finished, and none is begun after it.
    starts = false;
    const waitsFor = await take(step, rotation, surroundings);
    if (waitsFor !== undefined) return { rotation, step, waitsFor };
  }
}

async function observe({ session, mounts, file }: RotationSurroundings): Promise<Rotation> {
  const [roots, issuers] = await Promise.all([
    readIssuers(session, mounts.root),
    readIssuers(session, mounts.issuing),
  ]);
  return rotationIn({ roots, issuers, trusted: file.read() }, mounts);
}

/** @returns what it waits for; undefined when it was taken */
async function take(
  step: Exclude<RotationStep, 'none'>,
  rotation: Rotation,
  surroundings: RotationSurroundings,
): Promise<string | undefined> {
  const { session, file, note } = surroundings;
  const { generation, root } = rotation;
  switch (step) {
    case 'make-root':
      await makeRoot(session, newAuthority(surroundings, generation + 1));
      note(`made: root ${generation + 1}`);
      return undefined;
    case 'make-issuing':
      await makeIssuing(session, newAuthority(surroundings, generation), root);
      note(`made: the authority under ${root.name}, which issues nothing yet`);
      return undefined;
    case 'trust':
      await trust(rotation, surroundings);
      note(`${file.where} holds ${root.name}`);
      return undefined;
    case 'spread-and-switch':
      return await spreadAndSwitch(rotation, surroundings);
    case 'outlive-and-retire':
    case 'distrust':
      return await outlive(step, rotation, surroundings);
  }
}

function newAuthority({ mounts, environment }: RotationSurroundings, generation: number): NewAuthority {
  const { root, issuing } = certificateLives(environment.facts);
  return {
    mounts,
    generation,
    commonName: authorityName(environment),
    organization: environment.facts.project,
    life: { root, issuing },
  };
}

/** The new root beside those that are there. */
async function trust(
  { root, issuing }: Rotation,
  { file, environment, clock }: RotationSurroundings,
): Promise<void> {
  if (issuing === undefined) throw new Error('an authority that is made is there');
  const flaws = await rootFlaws(root.certificate, expectedRoot(environment, clock()));
  UserError.throwIfAny(
    flaws.map((found) => ({
      code: 'untrustworthy-root',
      where: `${root.mount}/issuer/${root.name}`,
      found,
      allowed: 'a root that plinth certs rotate-ca has made for this environment',
      fix: 'look who made it; remove issuer and key from Vault, and run again',
    })),
  );
  file.write([...file.read(), trustedAuthority(root, issuing)]);
}

/** New certificates are of the new authority from the moment at which everybody knows it, and not before. */
async function spreadAndSwitch(
  { issuing, current }: Rotation,
  { session, file, environment, variables, settle, clock, note }: RotationSurroundings,
): Promise<string | undefined> {
  const trusted = file.read();
  if (
    !trusted.some(({ certificate }) => certificate.fingerprint256 === current.root.certificate.fingerprint256)
  )
    throw new UserError({
      code: 'other-authority',
      where: file.where,
      found: `no ${show(current.root.name)}, to which every certificate leads that services have now`,
      allowed: 'both roots, until no certificate of the old one is left',
      fix: 'restore it from Git',
    });
  const declared = [...new Set(certificateIssuers(environment).map(({ namespace }) => namespace))];
  const bundles = await clusterBundles(declared, variables);
  const spread = spreadOf(bundles, trusted, { settle, now: clock() });
  if (!spread.isThere) return spread.waitsFor;
  if (issuing === undefined) throw new Error('an authority that is made is there');
  await makeDefault(session, issuing);
  note(`new certificates are of ${issuing.name}; before, they were of issuer ${current.issuing.id}`);
  return undefined;
}

/** Nobody loses trust in what is still shown. */
async function outlive(
  step: 'outlive-and-retire' | 'distrust',
  { root, issuing, older }: Rotation,
  { session, file, mounts, clock, note }: RotationSurroundings,
): Promise<string | undefined> {
  if (issuing === undefined) throw new Error('an authority that issues is there');
  const { count, until } = await olderCertificates(session, issuing, {
    now: clock(),
    turns: new Gate(AT_ONCE),
  });
  if (until !== undefined)
    return `${count} certificates of the old authority, the last of which ends at ${new Date(until).toISOString()}`;
  if (step === 'outlive-and-retire') {
    await makeDefault(session, root);
    for (const one of older) if (await canSign(session, one)) await retire(session, one);
    note(
      `older authorities of ${mounts.root} and ${mounts.issuing} sign lists of revoked certificates and nothing else`,
    );
    return undefined;
  }
  file.write([trustedAuthority(root, issuing)]);
  note(`${file.where} holds ${root.name} alone: run plinth synth, and have it reviewed and merged`);
  return undefined;
}
