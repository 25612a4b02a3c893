import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Issuer } from '@plinth/certificates';
import { UserError } from '@plinth/errors';
import type { ResolvedEnvironment } from '@plinth/model';
import { writeWholeFile } from './whole-file';

/** One that the environment's services trust. */
export interface TrustedAuthority {
  readonly name: string;
  readonly certificate: X509Certificate;
  /** When the authority ends that issues under it, to the second. @default written before anybody noted it */
  readonly issuingEnds?: string | undefined;
}

type Content = readonly (Omit<TrustedAuthority, 'certificate'> & { readonly certificate: string })[];

/** `environments/<env>/authorities.json`: whom services trust. Public, in Git, and written by commands alone. */
export class AuthoritiesFile {
  readonly #root: string;
  /** For messages. */
  readonly where: string;

  private constructor(root: string, environment: string) {
    this.#root = root;
    this.where = `environments/${environment}/authorities.json`;
  }

  /**
   * @param root the folder of the repository
   * @throws UserError `authorities-file` when the environment takes its authorities from elsewhere
   */
  static of(root: string, { name, facts }: Pick<ResolvedEnvironment, 'name' | 'facts'>): AuthoritiesFile {
    const file = new AuthoritiesFile(root, name);
    const isImported =
      facts.authorities !== undefined && textOf(facts.authorities) === textOf(file.#content());
    if (isImported) return file;
    throw new UserError({
      code: 'authorities-file',
      where: `environments/${name}/index.ts`,
      found: `authorities that are not those of ${file.where}`,
      allowed: `authorities from ${file.where}`,
      fix: "write import authorities from './authorities.json' there, and authorities among the facts; a new file holds []",
    });
  }

  /** What is there was judged when the environment was resolved. */
  read(): readonly TrustedAuthority[] {
    return (this.#content() ?? []).map(({ certificate, ...others }) => ({
      ...others,
      certificate: new X509Certificate(certificate),
    }));
  }

  write(authorities: readonly TrustedAuthority[]): void {
    const content = authorities.map(({ name, certificate, issuingEnds }) => ({
      name,
      certificate: `${certificate.toString().trim()}\n`,
      ...(issuingEnds !== undefined && { issuingEnds }),
    }));
    writeWholeFile(this.#root, this.where, content);
  }

  get #path(): string {
    return join(this.#root, this.where);
  }

  #content(): Content | undefined {
    try {
      return JSON.parse(readFileSync(this.#path, 'utf8')) as Content;
    } catch {
      return undefined;
    }
  }
}

/** A root as it is trusted, with the end of the authority that issues under it: in Git, nobody else knows that end. */
export function trustedAuthority(root: Issuer, issuing: Issuer): TrustedAuthority {
  const issuingEnds = new Date(issuing.certificate.validTo).toISOString().replace('.000Z', 'Z');
  return { name: root.name, certificate: root.certificate, issuingEnds };
}

/** In whatever order its fields are written. */
function textOf(content: Content | undefined): string {
  return JSON.stringify(
    content?.map(({ name, certificate, issuingEnds }) => [name, certificate, issuingEnds]),
  );
}
