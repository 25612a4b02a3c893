import { type EncryptionKey, type Network, SqlDatabase, SqlNames } from '@plinth/cloud';
import { UserError } from '@plinth/errors';
import type { Place } from './place';

/** Every dependency in Cloud SQL, at the address that manifests open the way to. */
export function databases(place: Place, network: Network, key: EncryptionKey): readonly SqlDatabase[] {
  const { environment, cloud, project, region, labels, options } = place;
  const inCloudSql = environment.dependencies.filter(({ cloudSql }) => cloudSql !== undefined);
  if (inCloudSql.length === 0) return [];
  const names = new SqlNames('sql-names', { project, region, network: network.id, labels }, options);
  return inCloudSql.flatMap(({ name, cloudSql, addresses }) => {
    if (cloudSql === undefined) return [];
    const size = cloud.databases[name];
    const [range] = addresses === 'internet' ? [] : addresses;
    // The rules of the model have refused both before.
    if (size === undefined || range === undefined) throw new Error(`${name} has no size or no address`);
    return new SqlDatabase(
      name,
      {
        project,
        region,
        instanceName: name,
        version: cloudSql.version,
        machine: { tier: size.tier, diskGiB: gibibytes(name, size.disk) },
        highAvailability: cloud.highAvailability,
        deletionProtection: cloud.deletionProtection,
        // Nobody here issues certificates of Cloud SQL's authority: who connects is known by credentials that Vault makes for an hour.
        requireClientCertificate: false,
        key,
        endpoint: {
          address: range.replace('/32', ''),
          network: network.id,
          subnetwork: network.nodes.endpointSubnet.id,
          names,
        },
        labels,
      },
      options,
    );
  });
}

function gibibytes(name: string, disk: { readonly bytes: number; toString(): string }): number {
  const size = disk.bytes / 2 ** 30;
  if (Number.isInteger(size)) return size;
  throw new UserError({
    code: 'disk-size',
    where: `cloud.databases.${name}.disk`,
    found: String(disk),
    allowed: 'whole gibibytes',
    fix: 'write for example "50Gi"',
  });
}
