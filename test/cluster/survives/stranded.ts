import { type ApiClient, type KubernetesObject, refTo } from '@plinth/testing';
import type { Company } from './company';
import { serves } from './pod';
import { titleOfService } from './service';
import { spreadOf } from './zones';

interface NodeSelectorTerm {
  readonly matchExpressions?: readonly { readonly key: string; readonly values?: readonly string[] }[];
}

const ZONE = 'topology.kubernetes.io/zone';

/** Pods that cannot go elsewhere, each with the disk and the zone that it waits for. */
export async function stranded({ cluster: { api }, services, observer }: Company): Promise<string[]> {
  const lines: string[] = [];
  for (const service of services.filter(({ kind }) => kind === 'StatefulSet')) {
    for (const pod of observer.podsOf(service).filter((one) => !serves(one))) {
      for (const { claim, zone } of await disksOf(api, pod)) {
        const { name } = pod.metadata;
        lines.push(
          `${service.kind} ${titleOfService(service)}: ${name} waits for ${zone}, where its disk ${claim} is`,
        );
      }
    }
  }
  return lines;
}

/** A zone with a disk, so that its loss strands somebody; of these the one that takes the most pods of one service with it. */
export async function zoneOfDisk(company: Company): Promise<string> {
  const {
    cluster: { api },
    services,
    observer,
  } = company;
  const pods = services
    .filter(({ kind }) => kind === 'StatefulSet')
    .flatMap((service) => observer.podsOf(service));
  const disks = (await Promise.all(pods.map((pod) => disksOf(api, pod)))).flat();
  const most = (zone: string) =>
    Math.max(...services.map((service) => spreadOf(company, service)[zone] ?? 0));
  const [worst] = disks.map(({ zone }) => zone).sort((one, other) => most(other) - most(one));
  if (worst === undefined) throw new Error('no service has a disk');
  return worst;
}

/** The disks of a pod, each with the zone in which it can be reached. */
async function disksOf(api: ApiClient, pod: KubernetesObject): Promise<Disk[]> {
  const disks = claimsOf(pod).map(async (claim) => {
    const { spec } = await api.get(refTo('v1', 'PersistentVolumeClaim', claim, pod.metadata.namespace));
    const volume = await api.get(refTo('v1', 'PersistentVolume', spec.volumeName));
    return zonesOf(volume).map((zone) => ({ claim, zone }));
  });
  return (await Promise.all(disks)).flat();
}

interface Disk {
  readonly claim: string;
  readonly zone: string;
}

function claimsOf({ spec }: KubernetesObject): string[] {
  const volumes = spec.volumes as readonly {
    readonly persistentVolumeClaim?: { readonly claimName: string };
  }[];
  return volumes.flatMap(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName ?? []);
}

function zonesOf({ spec }: KubernetesObject): string[] {
  const terms = spec.nodeAffinity.required.nodeSelectorTerms as readonly NodeSelectorTerm[];
  return terms.flatMap(({ matchExpressions = [] }) =>
    matchExpressions.filter(({ key }) => key === ZONE).flatMap(({ values = [] }) => values),
  );
}
