import {
  type FoundationOutputs,
  LogArchive,
  ProjectServices,
  ServiceAgents,
  StateBucket,
} from '@plinth/cloud';
import { accessLogsBucket, auditLogsBucket, type ResolvedEnvironment, stateBucket } from '@plinth/model';
import { all, type Output } from '@pulumi/pulumi';
import { APIS } from './apis';
import { cluster } from './cluster';
import { databases } from './databases';
import { edge } from './edge';
import { identities } from './identities';
import { Keys, signingKeys } from './keys';
import { network } from './network';
import { type Place, placeOf } from './place';
import { registry } from './registry';

type Outputs = {
  readonly [Name in keyof FoundationOutputs]: FoundationOutputs[Name] | Output<FoundationOutputs[Name]>;
};

/** Everything under the cluster of one environment, and the cluster. */
export function foundation(environment: ResolvedEnvironment): Outputs {
  const place = afterApis(placeOf(environment));
  const { cloud, project, region, labels, options } = place;
  const agents = new ServiceAgents(
    'agents',
    { project, agents: ['artifactregistry', 'compute', 'gke', 'logging', 'pubsub', 'sql', 'storage'] },
    options,
  );
  const keys = new Keys(place, agents);
  const logs = new LogArchive(
    'logs',
    {
      project,
      location: region,
      archiveName: auditLogsBucket(place),
      accessLogsName: accessLogsBucket(place),
      key: keys.of('logs'),
      retentionDays: cloud.logDays,
      labels,
    },
    options,
  );
  const state = new StateBucket(
    'state',
    {
      project,
      location: region,
      bucketName: stateBucket(place),
      key: keys.of('state'),
      accessLogs: logs.accessLogs,
      labels,
    },
    options,
  );
  const net = network(place);
  const gke = cluster(place, { network: net, keys, registry: registry(place, keys.of('registry')) });
  identities(place, {
    cluster: gke,
    keys,
    signing: signingKeys(place),
    logs,
    agents,
    databases: databases(place, net, keys.of('databases')),
  });
  const domain = edge(place);
  return {
    clusterEndpoint: gke.endpoint,
    nameServers: domain.nameServers,
    natAddresses: all(net.natAddresses),
    stateBucket: state.bucketName,
    stateKey: keys.of('state').id as Output<string>,
  };
}

/** Nothing is asked of an API that is not enabled yet. */
function afterApis(place: Place): Place {
  const { project, options } = place;
  const services = new ProjectServices('apis', { project, apis: APIS }, options);
  return { ...place, options: { ...options, dependsOn: [services] } };
}
