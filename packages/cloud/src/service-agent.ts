/** A service of Google that acts in the project, and so has to be given the use of keys. */
export type ServiceAgentName =
  | 'artifactregistry'
  | 'compute'
  | 'gke'
  | 'logging'
  | 'pubsub'
  | 'sql'
  | 'storage';
