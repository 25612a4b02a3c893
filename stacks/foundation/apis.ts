/** What of Google Cloud the programs call. */
export const APIS = [
  'artifactregistry.googleapis.com',
  'certificatemanager.googleapis.com',
  'cloudkms.googleapis.com',
  'compute.googleapis.com',
  'container.googleapis.com',
  'containerscanning.googleapis.com',
  'containersecurity.googleapis.com',
  'dns.googleapis.com',
  'iam.googleapis.com',
  'iamcredentials.googleapis.com',
  'logging.googleapis.com',
  'monitoring.googleapis.com',
  'pubsub.googleapis.com',
  'servicenetworking.googleapis.com',
  'sqladmin.googleapis.com',
  'storage.googleapis.com',
] as const;
