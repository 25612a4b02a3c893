import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '@plinth/errors';
import type { ResolvedEnvironment } from '@plinth/model';
import { writeWholeFile } from './whole-file';

/** One that the environment's services trust. */
export interface TrustedAuthority {
  readonly name: string;
  readonly certificate: X509Certificate;
}

type Content = readonly { readonly name: string; readonly certificate: string }[];

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
    return (this.#content() ?? []).map(({ name, certificate }) => ({
      name,
      certificate: new X509Certificate(certificate),
    }));
  }

  write(authorities: readonly TrustedAuthority[]): void {
    const content = authorities.map(({ name, certificate }) => ({
      name,
      certificate: `${certificate.toString().trim()}\n`,
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

/** In whatever order its fields are written. */
function textOf(content: Content | undefined): string {
  return JSON.stringify(content?.map(({ name, certificate }) => [name, certificate]));
}
