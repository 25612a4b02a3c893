export { nameOfGeneration } from './authorities/generation';
export { canSign, makeDefault, retire } from './authorities/issuer-settings';
export { type Issuer, readIssuers } from './authorities/issuers';
export { type AuthorityMounts, type IssuingChain, readIssuingChain } from './authorities/issuing-chain';
export { makeIssuing, makeRoot, type NewAuthority } from './authorities/make-authority';
export { type OlderCertificates, olderCertificates } from './authorities/older-certificates';
export { type ExpectedRoot, rootFlaws } from './authorities/root-flaw';
export { nextStep, type Rotation, type RotationStep, rotationIn } from './authorities/rotation';
export {
  type CheckedCertificate,
  checkCertificates,
  type Surroundings,
  type Turns,
} from './check';
export { readCertificateList } from './list/certificate-list';
export {
  type CertificateFiles,
  type CertificateList,
  type DeclaredCertificate,
  type Endpoint,
  KEY_TYPES,
  type KeyType,
  type Reload,
} from './list/declared-certificate';
export type { Mistake } from './list/shape';
export { certificatesIn } from './pem';
export { Journal } from './renew/journal';
export { type Renewal, type RenewedCertificate, type RenewOptions, renewCertificates } from './renew/renew';
export { makeStateFolder, onStateDisk } from './renew/state-folder';
export { type VaultAnswer, type VaultRequests, VaultSession } from './vault/session';
