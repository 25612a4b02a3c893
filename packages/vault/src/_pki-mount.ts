import type * as vault from '@pulumi/vault';

/** What of a request and an answer is no secret, and stands in the audit log as it is. */
const READABLE = {
  request: [
    'csr',
    'certificate',
    'issuer_ref',
    'common_name',
    'alt_names',
    'other_sans',
    'ip_sans',
    'uri_sans',
    'ttl',
    'not_after',
    'serial_number',
    'key_type',
    'private_key_format',
    'managed_key_name',
    'managed_key_id',
    'ou',
    'organization',
    'country',
    'locality',
    'province',
    'street_address',
    'postal_code',
    'permitted_dns_domains',
    'policy_identifiers',
    'ext_key_usage_oids',
  ],
  response: ['certificate', 'issuing_ca', 'serial_number', 'error', 'ca_chain'],
} as const;

/** A mount for one authority: clients fetch lists only when they have changed, and auditors can read who got what. */
export function pkiMount(path: string, description: string, longestSeconds: number): vault.MountArgs {
  return {
    path,
    type: 'pki',
    description,
    maxLeaseTtlSeconds: longestSeconds,
    passthroughRequestHeaders: ['If-Modified-Since'],
    allowedResponseHeaders: ['Last-Modified'],
    auditNonHmacRequestKeys: [...READABLE.request],
    auditNonHmacResponseKeys: [...READABLE.response],
  };
}
