import { z } from 'zod';
import { text } from './_leaf';
import { cidr } from './network';

const group = text(
  /^[a-z0-9](?:[a-z0-9._+-]*[a-z0-9])?@[a-z0-9-]+(?:\.[a-z0-9-]+)+$/,
  'the address of a group, such as "platform-admins@acme.example"',
  'write it as the identity provider has it',
);

/** The company's identity provider, which asks for the second factor. @see https://developer.hashicorp.com/vault/docs/auth/jwt */
const signIn = z.strictObject({
  issuer: text(
    /^https:\/\/[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?:\/[\w.~-]+)*$/,
    'the https URL of an OpenID Connect issuer, without slash at its end',
    'copy `issuer` from its discovery document',
  ),
  clientId: text(
    /^[\w.-]{1,128}$/,
    'the client id under which the provider knows Vault',
    'copy it; the client secret is no fact',
  ),
  /** Where its host is, on port 443. */
  addresses: z.array(cidr).min(1),
});

/** How people come to an environment's Vault. */
export const vaultFacts = z.strictObject({
  signIn,
  /** The group that configures Vault; its members read no secret. */
  administrators: group,
});
