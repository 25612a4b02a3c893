import { isIPv4 } from 'node:net';
import { type Problem, show, UserError } from '@plinth/errors';
import * as gcp from '@pulumi/gcp';
import { type ComponentResourceOptions, type Input, interpolate, type Output } from '@pulumi/pulumi';
import { Component, type Transform } from './component';
import { type EncryptionKey, keyLocationProblems } from './encryption-key';
import { type Labels, labelProblems } from './label';
import { projectProblems, regionProblems } from './place';
import type { SqlNames } from './sql-names';
import { databaseFlags, diskLimitGiB, editionOf, machineProblems } from './sql-settings';
import type { WorkloadIdentity } from './workload-identity';

/** Where a database is reached: an address of ours that leads to it and to nothing else. */
export interface SqlEndpoint {
  /** An address of the subnetwork that nothing else has. */
  readonly address: string;
  readonly network: Input<string>;
  readonly subnetwork: Input<string>;
  /** The zone that knows the database by Google's name for it. */
  readonly names: SqlNames;
}

export interface SqlDatabaseArgs {
  readonly project: string;
  readonly region: string;
  /** Of the instance, and of the one database in it. */
  readonly instanceName: string;
  /** Such as `POSTGRES_18`. */
  readonly version: string;
  readonly machine: {
    /** `db-custom-` with processors and MiB of memory, or `db-perf-optimized-N-` with processors. */
    readonly tier: string;
    /** At the start; it grows by itself up to four times as much. */
    readonly diskGiB: number;
  };
  /** A standby in another zone takes over. */
  readonly highAvailability: boolean;
  /** Refuses to be deleted, by Google's API and by Pulumi. */
  readonly deletionProtection: boolean;
  /** The agent of Cloud SQL has to be its user. */
  readonly key: EncryptionKey;
  readonly endpoint: SqlEndpoint;
  /**
   * Whoever connects shows a certificate of the instance's own authority, on top of TLS and what it logs in with.
   * Without it TLS is asked for all the same, and clients are known by their login alone.
   * @default true
   */
  readonly requireClientCertificate?: boolean;
  /** Projects that may make an endpoint to it. @default this one */
  readonly allowedConsumerProjects?: readonly string[];
  readonly labels: Labels;
  readonly transform?: {
    readonly instance?: Transform<gcp.sql.DatabaseInstanceArgs>;
    readonly database?: Transform<gcp.sql.DatabaseArgs>;
    readonly address?: Transform<gcp.compute.AddressArgs>;
    readonly endpoint?: Transform<gcp.compute.ForwardingRuleArgs>;
    readonly record?: Transform<gcp.dns.RecordSetArgs>;
  };
}

/** To open a connection, and to log in over it. */
const LOGIN_ROLES = { connect: 'roles/cloudsql.client', login: 'roles/cloudsql.instanceUser' } as const;

/** PostgreSQL's names are shorter than those of instances. */
const INSTANCE = /^[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
/** Backups that are kept, one a day. */
const BACKUPS = 30;
/** Days to any second of which the database can be set back. */
const POINT_IN_TIME_DAYS = 7;

/**
 * A PostgreSQL database that only our network reaches, at one fixed address, over TLS: its certificate is of an
 * authority of its own, and clients show one too unless `requireClientCertificate` says otherwise. No
 * person has a password here: who may do what is granted, and accounts that have one are made by whom `grantAdministration` names.
 * It is backed up in its own region each night and can be set back to any second of the last week.
 * @see https://cloud.google.com/sql/docs/postgres/about-private-service-connect
 */
export class SqlDatabase extends Component {
  readonly nodes: {
    readonly instance: gcp.sql.DatabaseInstance;
    readonly database: gcp.sql.Database;
    readonly address: gcp.compute.Address;
    readonly endpoint: gcp.compute.ForwardingRule;
    readonly record: gcp.dns.RecordSet;
  };
  readonly #args: SqlDatabaseArgs;

  constructor(name: string, args: SqlDatabaseArgs, options?: ComponentResourceOptions) {
    UserError.throwIfAny(problemsOf(`SqlDatabase ${name}`, args));
    super('SqlDatabase', name, options);
    this.#args = args;
    const instance = this.#createInstance();
    const address = this.#createAddress();
    this.nodes = {
      instance,
      database: this.#createDatabase(instance),
      address,
      endpoint: this.#createEndpoint(instance, address),
      record: this.#createRecord(instance),
    };
    this.registerOutputs();
  }

  /** `project:region:instance`, as Google's connectors want it. */
  get connectionName(): Output<string> {
    return this.nodes.instance.connectionName;
  }

  /**
   * Lets a workload log in as it is known to IAM, without a password, and make roles for others, as Vault does.
   * It reaches this instance and no other of the project.
   * @see https://cloud.google.com/sql/docs/postgres/iam-authentication
   */
  grantAdministration(identity: WorkloadIdentity): void {
    const { project } = this.#args;
    const user: gcp.sql.UserArgs = {
      project,
      instance: this.nodes.instance.name,
      type: 'CLOUD_IAM_SERVICE_ACCOUNT',
      // PostgreSQL's names of roles are short.
      name: identity.email.apply((email) => email.replace(/\.gserviceaccount\.com$/, '')),
      databaseRoles: ['cloudsqlsuperuser'],
      // PostgreSQL drops no role that owns or was granted something.
      deletionPolicy: 'ABANDON',
    };
    new gcp.sql.User(...this.child(`administrator-${identity.name}`, user, undefined));
    for (const [right, role] of Object.entries(LOGIN_ROLES)) {
      const member: gcp.projects.IAMMemberArgs = {
        project,
        role,
        member: identity.member,
        condition: {
          title: 'this-instance',
          description: 'These roles are granted on projects alone',
          expression: interpolate`resource.type == "sqladmin.googleapis.com/Instance" && resource.name == "projects/${project}/instances/${this.nodes.instance.name}"`,
        },
      };
      new gcp.projects.IAMMember(...this.child(`${right}-${identity.name}`, member, undefined));
    }
  }

  #createInstance(): gcp.sql.DatabaseInstance {
    const { project, region, instanceName, version, deletionProtection, key, transform } = this.#args;
    const instance: gcp.sql.DatabaseInstanceArgs = {
      project,
      region,
      name: instanceName,
      databaseVersion: version,
      encryptionKeyName: key.id,
      deletionProtection,
      settings: this.#buildSettings(),
    };
    const options = deletionProtection ? { protect: true } : {};
    return new gcp.sql.DatabaseInstance(...this.child(undefined, instance, transform?.instance, options));
  }

  #createDatabase(instance: gcp.sql.DatabaseInstance): gcp.sql.Database {
    const { project, instanceName, deletionProtection, transform } = this.#args;
    const database: gcp.sql.DatabaseArgs = {
      project,
      instance: instance.name,
      name: instanceName,
      charset: 'UTF8',
      // It goes with its instance; what leaves the program loses no data.
      deletionPolicy: 'ABANDON',
    };
    const options = deletionProtection ? { protect: true } : {};
    return new gcp.sql.Database(...this.child('database', database, transform?.database, options));
  }

  #buildSettings() {
    const { machine, region, highAvailability, deletionProtection, labels } = this.#args;
    return {
      tier: machine.tier,
      edition: editionOf(machine.tier),
      availabilityType: highAvailability ? 'REGIONAL' : 'ZONAL',
      diskType: 'PD_SSD',
      diskSize: machine.diskGiB,
      diskAutoresize: true,
      diskAutoresizeLimit: diskLimitGiB(machine.diskGiB),
      deletionProtectionEnabled: deletionProtection,
      retainBackupsOnDelete: true,
      databaseFlags: databaseFlags(),
      ipConfiguration: this.#buildIpConfiguration(),
      backupConfiguration: {
        enabled: true,
        location: region,
        startTime: '01:00',
        pointInTimeRecoveryEnabled: true,
        transactionLogRetentionDays: POINT_IN_TIME_DAYS,
        backupRetentionSettings: { retainedBackups: BACKUPS, retentionUnit: 'COUNT' },
      },
      // Sunday at three in the morning, UTC, some weeks after others have tried it.
      maintenanceWindow: { day: 7, hour: 3, updateTrack: 'stable' },
      passwordValidationPolicy: {
        enablePasswordPolicy: true,
        minLength: 16,
        complexity: 'COMPLEXITY_DEFAULT',
        disallowUsernameSubstring: true,
        reuseInterval: 4,
      },
      insightsConfig: { queryInsightsEnabled: true, recordApplicationTags: true, recordClientAddress: true },
      userLabels: labels,
    };
  }

  #buildIpConfiguration() {
    const { project, allowedConsumerProjects, requireClientCertificate = true } = this.#args;
    return {
      ipv4Enabled: false,
      // The connector in Vault 1.21 finds the instance's own name in its certificate, and takes no certificate of a
      // shared authority, which has other names and a chain. Nothing brings this authority to other programs: they encrypt,
      // and verify nobody.
      serverCaMode: 'GOOGLE_MANAGED_INTERNAL_CA',
      sslMode: requireClientCertificate ? 'TRUSTED_CLIENT_CERTIFICATE_REQUIRED' : 'ENCRYPTED_ONLY',
      pscConfigs: [
        { pscEnabled: true, allowedConsumerProjects: [...(allowedConsumerProjects ?? [project])] },
      ],
    };
  }

  #createAddress(): gcp.compute.Address {
    const { project, region, instanceName, endpoint, labels, transform } = this.#args;
    const address: gcp.compute.AddressArgs = {
      project,
      region,
      name: `${instanceName}-database`,
      description: `Where the database ${instanceName} is reached`,
      addressType: 'INTERNAL',
      address: endpoint.address,
      subnetwork: endpoint.subnetwork,
      labels,
    };
    return new gcp.compute.Address(...this.child('address', address, transform?.address));
  }

  #createEndpoint(
    instance: gcp.sql.DatabaseInstance,
    address: gcp.compute.Address,
  ): gcp.compute.ForwardingRule {
    const { project, region, instanceName, endpoint, labels, transform } = this.#args;
    const rule: gcp.compute.ForwardingRuleArgs = {
      project,
      region,
      name: `${instanceName}-database`,
      network: endpoint.network,
      ipAddress: address.selfLink,
      target: instance.pscServiceAttachmentLink,
      // What leads to a service of somebody else's network has no scheme.
      loadBalancingScheme: '',
      allowPscGlobalAccess: false,
      recreateClosedPsc: true,
      labels,
    };
    return new gcp.compute.ForwardingRule(...this.child('endpoint', rule, transform?.endpoint));
  }

  #createRecord(instance: gcp.sql.DatabaseInstance): gcp.dns.RecordSet {
    const { project, endpoint, transform } = this.#args;
    const record: gcp.dns.RecordSetArgs = {
      project,
      managedZone: endpoint.names.zoneName,
      name: instance.dnsName,
      type: 'A',
      ttl: 300,
      rrdatas: [endpoint.address],
    };
    return new gcp.dns.RecordSet(...this.child('record', record, transform?.record));
  }
}

function problemsOf(where: string, args: SqlDatabaseArgs): Problem[] {
  const { instanceName, endpoint, allowedConsumerProjects = [] } = args;
  return [
    ...projectProblems(`${where}: project`, args.project),
    ...regionProblems(`${where}: region`, args.region),
    ...(INSTANCE.test(instanceName) ? [] : [instanceProblem(`${where}: instanceName`, instanceName)]),
    ...machineProblems(where, args.version, args.machine),
    ...keyLocationProblems(`${where}: key`, args.key, args.region),
    ...(isIPv4(endpoint.address) ? [] : [addressProblem(`${where}: endpoint.address`, endpoint.address)]),
    ...allowedConsumerProjects.flatMap((id) => projectProblems(`${where}: allowedConsumerProjects`, id)),
    ...labelProblems(`${where}: labels`, args.labels),
  ];
}

function instanceProblem(where: string, name: string): Problem {
  return {
    code: 'instance-name',
    where,
    found: show(name),
    allowed: '1 to 63 lower-case letters, digits and hyphens, a letter first',
    fix: 'rename it; a name is free again a week after its instance was deleted',
  };
}

function addressProblem(where: string, address: string): Problem {
  return {
    code: 'endpoint-address',
    where,
    found: show(address),
    allowed: 'an IPv4 address of the subnetwork',
    fix: 'write the address alone, without a mask',
  };
}
