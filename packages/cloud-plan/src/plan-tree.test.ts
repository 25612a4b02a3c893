import type { CloudPlan, PlannedOptions, PlannedResource } from './plan';
import { planTree } from './plan-tree';

function planned(
  type: string,
  name: string,
  parent: string | undefined,
  options: PlannedOptions = {},
): PlannedResource {
  const inherited = parent === undefined ? {} : { parent };
  return { urn: name, type, name, ...inherited, custom: true, inputs: {}, dependencies: [], options };
}

test('a tree shows types, names and what is protected, below what it belongs to', () => {
  const resources = [
    planned('pulumi:pulumi:Stack', 'shop-dev', undefined),
    planned('plinth:gcp:Network', 'main', 'shop-dev'),
    planned('gcp:compute/network:Network', 'main-vpc', 'main', { protect: true, retainOnDelete: true }),
    planned('gcp:compute/router:Router', 'main-router', 'main', { import: 'router-1' }),
    { ...planned('gcp:dns/managedZone:ManagedZone', 'zone', 'shop-dev'), read: 'zones/zone' },
  ];
  const plan: CloudPlan = { project: 'shop', stack: 'dev', resources, outputs: {} };
  expect(planTree(plan).join('\n')).toBe(
    `
pulumi:pulumi:Stack shop-dev
├─ plinth:gcp:Network main
│  ├─ gcp:compute/network:Network main-vpc (protected, kept when removed)
│  └─ gcp:compute/router:Router main-router (imports router-1)
└─ gcp:dns/managedZone:ManagedZone zone (reads zones/zone)
`.trim(),
  );
});

test('an empty plan is an empty tree', () => {
  expect(planTree({ project: 'shop', stack: 'dev', resources: [], outputs: {} })).toEqual([]);
});
