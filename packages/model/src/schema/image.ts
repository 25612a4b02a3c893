import { z } from 'zod';
import { leaf, sentence, text, whole } from './_leaf';

const REPOSITORY = /^(?=.{1,200}$)[a-z0-9]+(?:[._-][a-z0-9]+)*(?:\/[a-z0-9]+(?:[._-][a-z0-9]+)*)*$/;

/** A path in the environment's own registry: host, tag and digest come from the environment and its releases. */
export const repository = text(
  REPOSITORY,
  'a repository path in your own registry, in lower case, without host, tag and digest, such as "exchange/ledger"',
  'leave out host, tag and digest: the environment adds its registry, and releases.json the version and digest',
);

/** An image that somebody else built for a user id of its own; it is pulled through the own registry too. */
export const thirdPartyImage = z.strictObject({
  repository,
  /** The user id that the image insists on. */
  uid: whole(1, 2_147_483_647, 'a user id that is not root'),
  /** Why no other id works. */
  reason: sentence(10, 500, 'say why the image needs this user id'),
});

export const image = z.union([repository, thirdPartyImage], {
  error: () => 'a repository path, or thirdPartyImage({ repository, uid, reason })',
});

/** It is a label too: 63 characters that end with a letter or digit. */
const SEMVER = /^(?=.{1,63}$)\d+\.\d+\.\d+(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?(?<!-)$/;

/** The version that people speak of; the digest decides what runs. */
export const version = text(
  SEMVER,
  'a version of at most 63 characters such as "1.4.2" or "1.4.2-rc.1"',
  'write the semantic version of the release, without "v" and without build metadata',
);

export const digest = text(
  /^sha256:[0-9a-f]{64}$/,
  'a digest of "sha256:" and 64 lower-case hexadecimal digits',
  'copy the digest that the registry printed when the image was pushed',
);

export const commit = leaf<string>({
  allowed: 'a Git commit of 40 lower-case hexadecimal digits',
  fix: 'write the full commit that the image was built from',
  json: 'string',
  pattern: /^[0-9a-f]{40}$/,
  parse: (value) => (typeof value === 'string' && /^[0-9a-f]{40}$/.test(value) ? value : undefined),
});
