/** What the foundation of an environment gives to other programs and to people. */
export interface FoundationOutputs {
  /** Where the control plane answers, guarded by Google's identity; a host name with a public certificate. */
  readonly clusterEndpoint: string;
  /** The name servers to which the parent zone delegates the environment's domain. */
  readonly nameServers: readonly string[];
  /** Under which the environment speaks to the internet, for other people's allow-lists. */
  readonly natAddresses: readonly string[];
  /** Where Pulumi keeps this environment's state from the second run on. */
  readonly stateBucket: string;
  /** The key that encrypts secrets in that state: `pulumi stack change-secrets-provider` takes it. */
  readonly stateKey: string;
}
