import type { PlannedValue } from './plan';

/**
 * What the cloud would say: properties of a resource of this type, or the result of a function of this token. What is not answered
 * stays symbolic for a resource, and is an error for a function.
 */
export type Answer = (
  name: string,
  inputs: { readonly [key: string]: PlannedValue },
) => { readonly [key: string]: PlannedValue };

/** By type of resource (`gcp:container/cluster:Cluster`) or token of function (`gcp:compute/getZones:getZones`). */
export type Answers = { readonly [typeOrToken: string]: Answer };
