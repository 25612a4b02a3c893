import { join } from 'node:path';
import { formatIdentity, formatPlanned, identityOf } from '@plinth/rules';
import { CHECKOUT } from '../cli/run-plinth';
import { findManifests } from '../cluster/judges/manifests';
import { plansOf } from './reviewed-plan';

/** Something that an environment deploys: a resource of the cloud, an object of the cluster, or the pods of one. */
export interface Subject {
  /** `gcp:storage/bucket:Bucket state` or `Deployment exchange/ledger`. */
  readonly label: string;
  /** A type of Pulumi's, a kind of Kubernetes', or `Pods`. */
  readonly of: string;
  // biome-ignore lint/suspicious/noExplicitAny: what is deployed has a shape for each of its types
  readonly data: any;
}

const known = new Map<string, readonly Subject[]>();

/** All of it; of a resource, the data are its inputs and, in `options`, what Pulumi itself is told. */
export function deployed(environment: string): readonly Subject[] {
  const found = known.get(environment) ?? [...planned(environment), ...rendered(environment)];
  known.set(environment, found);
  return found;
}

function planned(environment: string): Subject[] {
  return plansOf(environment)
    .flatMap(({ resources }) => resources)
    .map((resource) => ({
      label: formatPlanned(resource),
      of: resource.type,
      data: { ...resource.inputs, options: resource.options ?? {} },
    }));
}

function rendered(environment: string): Subject[] {
  return findManifests(join(CHECKOUT, 'manifests', environment)).objects.flatMap(({ object }) => {
    const label = formatIdentity(identityOf(object));
    const subject = { label, of: String(object.kind), data: object };
    const pods = podsOf(object);
    return pods === undefined ? [subject] : [subject, { label, of: 'Pods', data: pods }];
  });
}

// biome-ignore lint/suspicious/noExplicitAny: every kind of workload keeps its pods elsewhere
function podsOf({ spec }: any): unknown {
  return (spec?.jobTemplate?.spec.template ?? spec?.template)?.spec;
}
