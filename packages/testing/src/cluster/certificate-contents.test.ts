import { CertificateAuthority } from './certificate-authority';
import { readCertificate } from './certificate-contents';

test('a server’s certificate is read with its names by type', async () => {
  const authority = await CertificateAuthority.create('authority of the shop');
  const { certificate } = await authority.issueServer('till', ['till.shop.svc']);
  const { notBefore, notAfter, ...contents } = await readCertificate(certificate);
  expect(contents).toEqual({
    subject: 'CN=till',
    dnsNames: ['localhost', 'till.shop.svc'],
    uris: [],
    otherNames: ['127.0.0.1'],
    usages: ['server auth'],
    isAuthority: false,
  });
  expect(notAfter.getTime() - notBefore.getTime()).toBeGreaterThan(0);
});

test('an authority’s says that it is one', async () => {
  const { certificate } = await CertificateAuthority.create('authority of the shop');
  expect(await readCertificate(certificate)).toMatchObject({
    subject: 'CN=authority of the shop',
    usages: ['cert sign', 'crl sign'],
    isAuthority: true,
  });
});
