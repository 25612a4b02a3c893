import {
  certificateRole,
  issuerAccount,
  issuerAudience,
  issuerPolicy,
  signingPath,
} from './mutual-tls-names';
import type { ResolvedEnvironment, ResolvedMutualTls } from './resolved';

/** What Vault may issue to one service, and to whom it gives it. */
export interface CertificateIssuer {
  readonly service: string;
  readonly namespace: string;
  /** Cert-manager's ServiceAccount for this service alone, and the role of its login. */
  readonly account: string;
  readonly audience: string;
  readonly policy: string;
  /** The role of the authority. */
  readonly role: string;
  /** The one path that the login may use. */
  readonly path: string;
  readonly certificate: ResolvedMutualTls;
}

/** Everybody who gets a certificate, by service. */
export function certificateIssuers({ services }: Pick<ResolvedEnvironment, 'services'>): CertificateIssuer[] {
  return services.flatMap(({ name, namespace, mutualTls }) =>
    mutualTls === undefined
      ? []
      : [
          {
            service: name,
            namespace,
            account: issuerAccount(name),
            audience: issuerAudience({ name, namespace }),
            policy: issuerPolicy(name),
            role: certificateRole(name),
            path: signingPath(name),
            certificate: mutualTls,
          },
        ],
  );
}
