import { PLATFORM_NAMESPACES } from '@plinth/gitops';
import type { Construct } from 'constructs';
import type { Place } from '../place';
import { addOn } from './add-on';

/** The chart's own; it brings the definitions of prometheus-operator v0.85.0. */
const VERSION = '23.0.0';

/**
 * The kinds in which alerts are said, so that they can be declared before anybody listens: the company's Prometheus is not ours
 * to deploy, and one that runs prometheus-operator finds our rules by their kind. Definitions alone, no program.
 */
export function prometheusDefinitions(scope: Construct, place: Place): void {
  addOn<Readonly<Record<string, never>>>(scope, place, {
    name: 'prometheus-operator-crds',
    version: VERSION,
    namespace: PLATFORM_NAMESPACES.certManager,
    wave: 'operators',
    values: {},
  });
}
