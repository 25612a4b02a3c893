import { type Problem, show, UserError } from '@plinth/errors';
import type { Construct } from 'constructs';

/** Collects what is wrong with the props of one construct, each with the construct's path. */
export class PropChecks {
  readonly #problems: Problem[] = [];

  constructor(readonly construct: Construct) {}

  /** Keeps a problem unless the value is text that matches. */
  text(prop: string, value: unknown, form: TextForm): void {
    if (typeof value === 'string' && form.pattern.test(value)) return;
    this.add(prop, form.code, show(value), form.allowed, form.fix);
  }

  /** The same for each of a list; an empty list would mean nothing, and is one problem. */
  texts(prop: string, values: readonly unknown[], form: TextForm): void {
    if (values.length === 0)
      this.add(prop, form.code, 'an empty list', `at least one: ${form.allowed}`, form.fix);
    for (const [index, value] of values.entries()) this.text(`${prop}[${index}]`, value, form);
  }

  add(prop: string, code: string, found: string, allowed: string, fix: string): void {
    this.#problems.push({ code, where: `${this.construct.node.path}: ${prop}`, found, allowed, fix });
  }

  /** @throws UserError with everything that was kept */
  done(): void {
    UserError.throwIfAny(this.#problems);
  }
}

/** What a piece of text has to look like, and how to say so. */
export interface TextForm {
  readonly code: string;
  readonly pattern: RegExp;
  readonly allowed: string;
  readonly fix: string;
}

export const NAME: TextForm = {
  code: 'gitops-name',
  pattern: /^(?=.{1,63}$)[a-z](?:[a-z0-9]|-(?=[a-z0-9]))*$/,
  allowed: '1 to 63 of a-z, 0-9 and single "-", from a letter to a letter or digit',
  fix: 'write for example "exchange"',
};

export const SERVER: TextForm = {
  code: 'gitops-server',
  pattern: /^https:\/\/[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?$/,
  allowed: 'the https URL of one API server, without pattern, path or final slash',
  fix: 'write for example "https://kubernetes.default.svc"',
};

export const REPOSITORY: TextForm = {
  code: 'gitops-repository',
  pattern: /^https:\/\/[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?:\/(?!\.)[\w.-]+)+\.git$/,
  allowed: 'the https URL of one Git repository that ends in ".git", without pattern and credentials',
  fix: 'write for example "https://git.example.com/platform/plinth.git"',
};

export const REVISION: TextForm = {
  code: 'gitops-revision',
  pattern: /^(?!HEAD$)(?!.*(?:\.\.|\/\/))\w[\w./-]{0,199}(?<![./])$/,
  allowed: 'a protected branch or a commit, never HEAD and never a pattern',
  fix: 'name the branch that only merges reach',
};

export const PATH: TextForm = {
  code: 'gitops-path',
  pattern: /^(?!.*(?:^|\/)\.{1,2}(?:\/|$))[\w.-]+(?:\/[\w.-]+)*$/,
  allowed: 'a folder of the repository, without "..", pattern and slash at either end',
  fix: 'write for example "manifests/live/workloads/exchange"',
};

export const FILE: TextForm = {
  code: 'gitops-file',
  pattern: /^[\w-][\w.-]*\.ya?ml$/,
  allowed: 'the name of one YAML file, without folder and pattern',
  fix: 'write for example "ledger.yaml"',
};

export const CHARTS: TextForm = {
  code: 'gitops-charts',
  pattern: /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?(?:\/(?!\.)[a-z0-9._-]+)+$/,
  allowed: 'one OCI repository of charts as host and path, without "oci://" and pattern',
  fix: 'write for example "europe-west6-docker.pkg.dev/acme/charts"',
};

export const CHART_VERSION: TextForm = {
  code: 'gitops-chart-version',
  pattern: /^v?(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)(?:-[0-9A-Za-z.-]+)?$/,
  allowed: 'one exact version, never a range',
  fix: 'write for example "v1.21.1"',
};

/** A group of people as the single sign-on names it. */
export const GROUP: TextForm = {
  code: 'gitops-group',
  pattern: /^[a-z0-9][a-z0-9._-]*@[a-z0-9-]+(?:\.[a-z0-9-]+)+$/,
  allowed: 'the address of a group in lower case',
  fix: 'write for example "squad-exchange@example.com"',
};

export const SIGNATURE_KEY: TextForm = {
  code: 'gitops-signature-key',
  pattern: /^(?:[0-9A-F]{16}|[0-9A-F]{40})$/,
  allowed: 'the id of a GnuPG key: 16 or 40 hexadecimal digits in capitals',
  fix: 'write what `gpg --list-keys --keyid-format long` shows',
};

export const HOST: TextForm = {
  code: 'gitops-host',
  pattern: /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?$/,
  allowed: 'the name of one server, without scheme and pattern',
  fix: 'write for example "git.example.com"',
};

export const HTTPS_URL: TextForm = {
  code: 'gitops-https-url',
  pattern: /^https:\/\/[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?(?:\/[\w.~-]+)*$/,
  allowed: 'an https URL without credentials, query and final slash',
  fix: 'write for example "https://sign-in.example.com"',
};

export const CLIENT_ID: TextForm = {
  code: 'gitops-client-id',
  pattern: /^[\w.@:/-]{1,200}$/,
  allowed: 'the id under which the single sign-on knows Argo CD, never a secret and never "$"',
  fix: 'write for example "argocd"',
};

export const CERTIFICATE: TextForm = {
  code: 'gitops-certificate',
  pattern: /^-----BEGIN CERTIFICATE-----\n(?:(?!PRIVATE)[\s\S])+-----END CERTIFICATE-----\n?$/,
  allowed: 'certificates as PEM, and no key',
  fix: 'give the certificate of the authority that signed the server',
};

/** Under which Argo CD finds a key in its own list. */
export const PUBLIC_KEY_ID: TextForm = {
  code: 'gitops-public-key-id',
  pattern: /^[0-9A-F]{16}$/,
  allowed: 'the long id of a GnuPG key: 16 hexadecimal digits in capitals',
  fix: 'write what `gpg --list-keys --keyid-format long` shows',
};

export const PUBLIC_KEY: TextForm = {
  code: 'gitops-public-key',
  pattern:
    /^-----BEGIN PGP PUBLIC KEY BLOCK-----\n(?:(?!PRIVATE)[\s\S])+-----END PGP PUBLIC KEY BLOCK-----\n?$/,
  allowed: 'an armoured public key, and no private one',
  fix: 'give what `gpg --armor --export <id>` prints',
};
