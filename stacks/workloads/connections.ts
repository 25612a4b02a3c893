import { CidrPeer, type ConnectionPeer, InternetPeer, type Workload, WorkloadPeer } from '@plinth/kubernetes';
import type { ResolvedCall, ResolvedService } from '@plinth/model';

/** Opens a workload to those who call it and to what it calls; everything else stays closed. */
export function connect(workload: Workload, { calls, callers, name }: ResolvedService): void {
  for (const call of calls) for (const peer of peersOf(call, name)) workload.connections.allowTo(peer);
  for (const caller of callers) workload.connections.allowFrom(WorkloadPeer.of(caller));
}

/**
 * Opens the job before a roll-out to the dependencies of its service: a migration speaks to the database. Other
 * services know the service's pods, not its job's, and to the cloud it is nobody: what a service may do there, a
 * migration does not.
 */
export function connectBefore(job: Workload, { calls, name }: ResolvedService): void {
  const dependencies = calls.filter(({ kind }) => kind === 'dependency');
  for (const call of dependencies) for (const peer of peersOf(call, name)) job.connections.allowTo(peer);
}

function peersOf(call: ResolvedCall, caller: string): ConnectionPeer[] {
  const ports = Object.values(call.ports);
  if (call.kind === 'service') {
    return ports.map((port) => WorkloadPeer.of({ namespace: call.namespace, name: call.name, port }));
  }
  if (call.addresses === 'internet') {
    return [InternetPeer.of({ ports, reason: `${caller} calls ${call.name}, see the exception register` })];
  }
  return [CidrPeer.of({ cidrs: call.addresses, ports })];
}
