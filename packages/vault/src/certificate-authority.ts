import { type Problem, show, UserError } from '@plinth/errors';
import type { Duration } from '@plinth/units';
import { type ComponentResourceOptions, interpolate, type Resource } from '@pulumi/pulumi';
import * as vault from '@pulumi/vault';
import { pkiMount } from './_pki-mount';
import { type CertificateRole, certificateRoleArgs, certificateRoleProblems } from './certificate-role';
import { Component, type Transform } from './component';
import { pathProblems } from './path';
import { goDuration } from './token';

export interface CertificateAuthorityArgs {
  /** Of the intermediate, which issues. */
  readonly mountPath: string;
  /** Of the root, which signs the intermediate and nothing else. */
  readonly rootMountPath: string;
  /** What both call themselves, after which comes "root" or "issuing". */
  readonly commonName: string;
  readonly organization: string;
  /** Where certificates say that lists and answers about them are: `https://vault.vault.svc:8200`. */
  readonly address: string;
  readonly life: { readonly root: Duration; readonly issuing: Duration };
  readonly transform?: CertificateAuthorityTransform;
}

interface CertificateAuthorityTransform {
  readonly rootMount?: Transform<vault.MountArgs>;
  readonly root?: Transform<vault.pkisecret.SecretBackendRootCertArgs>;
  readonly mount?: Transform<vault.MountArgs>;
  readonly request?: Transform<vault.pkisecret.SecretBackendIntermediateCertRequestArgs>;
  readonly signed?: Transform<vault.pkisecret.SecretBackendRootSignIntermediateArgs>;
}

const DAY = 24 * 3600;
/** How long before its end an authority is useless: what it issues has to end before it. */
const LEAST_DAYS = { root: 5 * 365, issuing: 365 } as const;
/** Keys of both never leave Vault, and nothing is lost that can be made again: but whoever trusts the root would have to be told. */
const KEPT = { protect: true } as const;

/**
 * An authority of two: a root that signs nothing but the second one, in a mount of its own, so that no role for
 * certificates can ever reach it; and one that issues. Both keys are made inside Vault and never leave it.
 * @see https://developer.hashicorp.com/vault/docs/secrets/pki/considerations
 */
export class CertificateAuthority extends Component {
  readonly nodes: {
    readonly rootMount: vault.Mount;
    readonly root: vault.pkisecret.SecretBackendRootCert;
    readonly mount: vault.Mount;
    readonly request: vault.pkisecret.SecretBackendIntermediateCertRequest;
    readonly signed: vault.pkisecret.SecretBackendRootSignIntermediate;
    readonly issuing: vault.pkisecret.SecretBackendIntermediateSetSigned;
  };
  readonly #args: CertificateAuthorityArgs;

  constructor(name: string, args: CertificateAuthorityArgs, options?: ComponentResourceOptions) {
    UserError.throwIfAny(problemsOf(`CertificateAuthority ${name}`, args));
    super('CertificateAuthority', name, options);
    this.#args = args;
    const rootMount = this.#createRootMount();
    const root = this.#createRoot(rootMount, this.#createUpkeep('root', rootMount));
    const mount = this.#createMount();
    const upkeep = this.#createUpkeep(undefined, mount);
    const request = this.#createRequest(mount, upkeep);
    const signed = this.#createSigned(request, root);
    const issuing = this.#createIssuing(mount, signed);
    this.nodes = { rootMount, root, mount, request, signed, issuing };
    this.registerOutputs();
  }

  /** Lets whoever may use this role have certificates of one service. */
  addRole(role: CertificateRole): vault.pkisecret.SecretBackendRole {
    const where = `CertificateAuthority ${this.#args.mountPath}: role ${show(role.roleName)}`;
    UserError.throwIfAny(certificateRoleProblems(where, role));
    const args = certificateRoleArgs(role, this.nodes.mount.path);
    // Nothing is issued before there is who issues.
    const after = { dependsOn: [this.nodes.issuing] };
    return new vault.pkisecret.SecretBackendRole(...this.child(role.roleName, args, role.transform, after));
  }

  #createRootMount(): vault.Mount {
    const { rootMountPath, life, transform } = this.#args;
    const mount = pkiMount(rootMountPath, 'The root of certificates', life.root.seconds);
    return new vault.Mount(...this.child('root-mount', mount, transform?.rootMount, KEPT));
  }

  #createRoot(mount: vault.Mount, after: readonly Resource[]) {
    const { commonName, organization, life, transform } = this.#args;
    const root: vault.pkisecret.SecretBackendRootCertArgs = {
      backend: mount.path,
      type: 'internal',
      commonName: `${commonName} root`,
      organization,
      excludeCnFromSans: true,
      issuerName: 'root',
      keyName: 'root',
      keyType: 'ec',
      keyBits: 384,
      // It signs one that issues; that one signs no other.
      maxPathLength: 1,
      ttl: goDuration(life.root),
    };
    const options = { ...KEPT, dependsOn: [...after] };
    return new vault.pkisecret.SecretBackendRootCert(...this.child('root', root, transform?.root, options));
  }

  #createMount(): vault.Mount {
    const { mountPath, life, transform } = this.#args;
    const mount = pkiMount(mountPath, 'Certificates of services', life.issuing.seconds);
    return new vault.Mount(...this.child(undefined, mount, transform?.mount, KEPT));
  }

  #createRequest(mount: vault.Mount, after: readonly Resource[]) {
    const { commonName, organization, transform } = this.#args;
    const request: vault.pkisecret.SecretBackendIntermediateCertRequestArgs = {
      backend: mount.path,
      type: 'internal',
      commonName: `${commonName} issuing`,
      organization,
      excludeCnFromSans: true,
      keyName: 'issuing',
      keyType: 'ec',
      keyBits: 256,
    };
    return new vault.pkisecret.SecretBackendIntermediateCertRequest(
      ...this.child('request', request, transform?.request, { dependsOn: [...after] }),
    );
  }

  #createSigned(
    { csr }: vault.pkisecret.SecretBackendIntermediateCertRequest,
    root: vault.pkisecret.SecretBackendRootCert,
  ) {
    const { commonName, organization, life, transform } = this.#args;
    const signed: vault.pkisecret.SecretBackendRootSignIntermediateArgs = {
      backend: root.backend,
      csr,
      commonName: `${commonName} issuing`,
      organization,
      excludeCnFromSans: true,
      maxPathLength: 0,
      ttl: goDuration(life.issuing),
      // One that has gone is not trusted any more, and not merely forgotten.
      revoke: true,
    };
    return new vault.pkisecret.SecretBackendRootSignIntermediate(
      ...this.child('signed', signed, transform?.signed),
    );
  }

  /** The first authority of a mount is the one that is meant when nobody names one. It knows the root, so that chains are whole. */
  #createIssuing(mount: vault.Mount, signed: vault.pkisecret.SecretBackendRootSignIntermediate) {
    const issuing = {
      backend: mount.path,
      certificate: interpolate`${signed.certificate}\n${signed.issuingCa}`,
    };
    return new vault.pkisecret.SecretBackendIntermediateSetSigned(
      ...this.child('issuing', issuing, undefined),
    );
  }

  /**
   * What is true before there is anything to issue: where certificates say that lists are, that lists are made in time, and
   * that what has ended goes.
   */
  #createUpkeep(part: string | undefined, mount: vault.Mount): readonly Resource[] {
    const name = (what: string) => (part === undefined ? what : `${part}-${what}`);
    const backend = mount.path;
    const path = interpolate`${this.#args.address}/v1/${backend}`;
    const cluster = new vault.pkisecret.BackendConfigCluster(
      ...this.child(name('cluster'), { backend, path, aiaPath: path }, undefined),
    );
    const urls = { backend, enableTemplating: true, ...PLACES };
    return [
      new vault.pkisecret.SecretBackendConfigUrls(
        ...this.child(name('urls'), urls, undefined, { dependsOn: cluster }),
      ),
      new vault.pkisecret.SecretBackendCrlConfig(
        ...this.child(name('lists'), { backend, ...LISTS }, undefined),
      ),
      new vault.pkisecret.BackendConfigAutoTidy(...this.child(name('tidy'), { backend, ...TIDY }, undefined)),
    ];
  }
}

/** Each certificate names what belongs to the one that issued it, also when another one issues later. */
const PLACES = {
  issuingCertificates: ['{{cluster_aia_path}}/issuer/{{issuer_id}}/der'],
  crlDistributionPoints: ['{{cluster_aia_path}}/issuer/{{issuer_id}}/crl/der'],
  ocspServers: ['{{cluster_aia_path}}/ocsp'],
};

/** Lists of revoked certificates are made half a day before they end, and what is new each quarter of an hour. */
const LISTS = {
  disable: false,
  expiry: '72h',
  autoRebuild: true,
  autoRebuildGracePeriod: '12h',
  enableDelta: true,
  deltaRebuildInterval: '15m',
  ocspDisable: false,
  ocspExpiry: '12h',
};

/** Certificates that have ended stay for three days, for whoever asks what happened. */
const TIDY = {
  enabled: true,
  intervalDuration: '12h0m0s',
  safetyBuffer: '72h0m0s',
  tidyCertStore: true,
  tidyRevokedCerts: true,
  tidyRevokedCertIssuerAssociations: true,
};

function problemsOf(where: string, args: CertificateAuthorityArgs): Problem[] {
  const { mountPath, rootMountPath, commonName, organization, address, life } = args;
  const form = (part: string, found: string, ok: boolean, allowed: string): Problem[] =>
    ok
      ? []
      : [
          {
            code: 'authority',
            where: `${where}: ${part}`,
            found: show(found),
            allowed,
            fix: 'write it in this form',
          },
        ];
  const named = (text: string) => /^[A-Za-z0-9][A-Za-z0-9 .-]{0,48}$/.test(text);
  const lasts = (part: 'root' | 'issuing') =>
    form(
      `life.${part}`,
      `${life[part]}`,
      life[part].seconds >= LEAST_DAYS[part] * DAY,
      `${LEAST_DAYS[part]} days and more`,
    );
  return [
    ...pathProblems(`${where}: mountPath`, mountPath),
    ...pathProblems(`${where}: rootMountPath`, rootMountPath),
    ...form('rootMountPath', rootMountPath, rootMountPath !== mountPath, 'a mount of its own'),
    ...form('commonName', commonName, named(commonName), '1 to 49 letters, digits, spaces, dots and hyphens'),
    ...form(
      'organization',
      organization,
      named(organization),
      '1 to 49 letters, digits, spaces, dots and hyphens',
    ),
    ...form('address', address, /^https:\/\/[a-z0-9.:-]+$/.test(address), 'an https URL without path'),
    ...lasts('root'),
    ...lasts('issuing'),
    ...form(
      'life.issuing',
      `${life.issuing}`,
      life.issuing.seconds < life.root.seconds,
      `shorter than the root's, ${life.root}`,
    ),
  ];
}
