/** An entry of a list of certificates outside the cluster, as people write it. */
export function listedCertificate(name: string, more: object = {}) {
  return {
    name,
    owner: 'exchange',
    pki: { mount: 'pki', role: 'outside' },
    dnsNames: [`${name}.acme.example`],
    life: '2160h',
    renewBefore: '720h',
    key: 'P-256',
    kv: { mount: 'kv', path: `certificates/${name}` },
    ...more,
  };
}
