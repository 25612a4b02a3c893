/** What Vault refused, in its own words; neither the request's body nor its token. */
export class VaultError extends Error {
  constructor(
    verb: string,
    path: string,
    readonly status: number,
    /** What Vault says about it, a text for each reason. */
    readonly reasons: readonly string[],
  ) {
    super(`${verb} ${path}: ${[status, ...reasons].join(' ')}`);
  }
}
