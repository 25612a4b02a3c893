import {
  cloud,
  externalDependency,
  publicRoute,
  type ResolvedEnvironment,
  resolveCompany,
  squad,
  webService,
  worker,
} from '@plinth/model';
import {
  otherSquad,
  tinyCompany,
  tinyDependency,
  tinyReleases,
  tinyWebService,
  tinyWorker,
} from '@plinth/testing';
import type { KubernetesObject } from './_cluster';
import { difference, Matrix } from './_matrix';
import type { Side } from './_network';
import type { NetworkPolicy, Peer, PolicyPort } from './_network-policy';
import { renderObjects } from './_render';

/**
 * A company as small as can be with a call between squads, one within a squad, a public service, a database, and a
 * job before a roll-out, and a service that is somebody in the cloud.
 */
const company = tinyCompany(
  squad('bank', otherSquad),
  webService('ledger', { ...tinyWebService, squad: 'bank' }),
  worker('auditor', { ...tinyWorker, squad: 'bank', cloud: { report: cloud.bucket() } }),
  webService('shop', {
    ...tinyWebService,
    calls: ['basket', 'ledger', 'shop-database'],
    exposure: publicRoute({ path: '/shop' }),
  }),
  webService('basket', { ...tinyWebService, beforeRollout: { args: ['migrate'] }, calls: ['shop-database'] }),
  externalDependency('shop-database', tinyDependency),
);
const environment = resolveCompany(company, { releases: tinyReleases(company) })[0] as ResolvedEnvironment;
const rendered = renderObjects(environment);

interface JobObject {
  readonly spec: { readonly template: { readonly metadata: { readonly labels: Record<string, string> } } };
}

type Mutable<T> = { -readonly [K in keyof T]: Mutable<T[K]> };

/** The objects as somebody might change them by hand, and what then differs from the declarations. */
class Mutated {
  objects: KubernetesObject[] = structuredClone(rendered);

  get<T = Mutable<NetworkPolicy>>(namespace: string, name: string, kind = 'NetworkPolicy'): T {
    const found = this.objects.find(
      (object) =>
        object.kind === kind && object.metadata.namespace === namespace && object.metadata.name === name,
    );
    if (found === undefined) throw new Error(`no ${kind} ${namespace}/${name}`);
    return found as T;
  }

  remove(namespace: string, name: string, kind?: string): void {
    const gone = this.get<KubernetesObject>(namespace, name, kind);
    this.objects = this.objects.filter((object) => object !== gone);
  }

  /** The rule of a policy that names a peer, with its first peer and its ports. */
  rule(direction: 'ingress' | 'egress', namespace: string, name: string, named: string) {
    const { spec } = this.get(namespace, name);
    const rules: { from?: Mutable<Peer>[]; to?: Mutable<Peer>[]; ports?: Mutable<PolicyPort>[] }[] =
      (direction === 'ingress' ? spec.ingress : spec.egress) ?? [];
    const index = rules.findIndex((rule) => JSON.stringify(rule).includes(named));
    const rule = rules[index];
    const [peer] = rule?.from ?? rule?.to ?? [];
    if (rule?.ports === undefined || peer === undefined)
      throw new Error(`no rule of ${namespace}/${name} names ${named}`);
    return { remove: () => rules.splice(index, 1), rule, peer, ports: rule.ports };
  }

  differs(side: Side = 'both'): string[] {
    const matrix = new Matrix(environment, this.objects);
    return difference(matrix.actual(side, { ipBlocksSelectPods: true }), matrix.expected(side));
  }
}

const mutate = (change: (objects: Mutated) => void): Mutated => {
  const mutated = new Mutated();
  change(mutated);
  return mutated;
};

test('as it is rendered, nothing differs', () => {
  for (const side of ['both', 'egress', 'ingress'] as const) expect(new Mutated().differs(side)).toEqual([]);
});

test('fails when a rule is gone on the side of the caller', () => {
  const mutated = mutate((objects) => objects.rule('egress', 'retail', 'shop', 'ledger').remove());
  expect(mutated.differs()).toEqual(['- retail/shop -> bank/ledger:8443/TCP']);
});

test('fails when a rule is gone on the side of the callee', () => {
  const mutated = mutate((objects) => objects.rule('ingress', 'bank', 'ledger', 'shop').remove());
  expect(mutated.differs()).toEqual(['- retail/shop -> bank/ledger:8443/TCP']);
});

test('fails when the way to the name servers is gone', () => {
  const mutated = mutate((objects) => objects.rule('egress', 'bank', 'auditor', 'kube-dns').remove());
  expect(mutated.differs()).toEqual(
    ['kube-dns:53/TCP', 'kube-dns:53/UDP', 'node-local-dns:53/TCP', 'node-local-dns:53/UDP'].map(
      (server) => `- bank/auditor -> kube-system/${server}`,
    ),
  );
});

test('fails when a callee lets any namespace in that has pods with the right label', () => {
  const mutated = mutate((objects) => {
    objects.rule('ingress', 'bank', 'ledger', 'shop').peer.namespaceSelector = {};
  });
  expect(mutated.differs()).toEqual(['+ like-retail/shop -> bank/ledger:8443/TCP']);
});

test('fails when a namespace is known by a label that anybody may give to another', () => {
  const mutated = mutate((objects) => {
    objects.rule('ingress', 'bank', 'ledger', 'shop').peer.namespaceSelector = {
      matchLabels: { team: 'retail' },
    };
  });
  expect(mutated.differs()).toEqual(['+ like-retail/shop -> bank/ledger:8443/TCP']);
});

test('fails when a callee lets the whole namespace of its caller in, though nobody else there may call it', () => {
  const mutated = mutate((objects) => {
    delete objects.rule('ingress', 'bank', 'ledger', 'shop').peer.podSelector;
  });
  expect(mutated.differs()).toEqual([]);
  expect(mutated.differs('ingress')).toEqual(
    ['basket', 'basket-before', 'without-labels'].map((name) => `+ retail/${name} -> bank/ledger:8443/TCP`),
  );
});

test('fails when a policy selects more pods than its own', () => {
  const mutated = mutate((objects) => {
    objects.get('retail', 'shop').spec.podSelector = {};
  });
  expect(mutated.differs()).toEqual(
    expect.arrayContaining([
      '+ gateway 10.1.48.0 -> retail/basket:8444/TCP',
      '+ retail/without-labels -> kube-system/kube-dns:53/UDP',
      '+ retail/without-labels -> shop-database 10.1.200.0:5432/TCP',
    ]),
  );
});

test('fails when a policy selects no pod any more', () => {
  const mutated = mutate((objects) => {
    objects.get('bank', 'ledger').spec.podSelector = {
      matchLabels: { 'app.kubernetes.io/instance': 'leger' },
    };
  });
  expect(mutated.differs()).toContain('- retail/shop -> bank/ledger:8443/TCP');
});

test('fails when default-deny is gone', () => {
  const mutated = mutate((objects) => objects.remove('bank', 'default-deny'));
  const [ways, pod] = [mutated.differs(), 'bank/without-labels'];
  expect(ways).toEqual(
    expect.arrayContaining([
      `+ ${pod} -> metadata server 169.254.169.254:80/TCP`,
      `+ ${pod} -> somewhere on the internet 8.8.8.8:443/TCP`,
      `+ somewhere on the internet 8.8.8.8 -> ${pod}:8443/TCP`,
    ]),
  );
  expect(ways.filter((each) => !each.includes(pod))).toEqual([]);
});

test('fails when default-deny closes only the way in', () => {
  const mutated = mutate((objects) => {
    objects.get('bank', 'default-deny').spec.policyTypes = ['Ingress'];
  });
  const ways = mutated.differs();
  expect(ways).toContain('+ bank/without-labels -> API server 10.1.16.0:443/TCP');
  expect(ways.filter((each) => each.includes('-> bank/'))).toEqual([]);
});

test('fails when a port is added', () => {
  const mutated = mutate((objects) => {
    for (const rule of [
      objects.rule('egress', 'retail', 'shop', 'ledger'),
      objects.rule('ingress', 'bank', 'ledger', 'shop'),
    ])
      rule.ports.push({ port: 8081 });
  });
  expect(mutated.differs()).toEqual(['+ retail/shop -> bank/ledger:8081/TCP']);
});

describe('a port that nobody else speaks of', () => {
  /** Both sides of the one call between squads. */
  const sides = (objects: Mutated) => [
    objects.rule('egress', 'retail', 'shop', 'ledger'),
    objects.rule('ingress', 'bank', 'ledger', 'shop'),
  ];
  const opened = (...ports: readonly string[]) => ports.map((port) => `+ retail/shop -> bank/ledger:${port}`);

  test.each<[string, PolicyPort, string[]]>([
    ['it is opened', { port: 12_345 }, ['12345/TCP']],
    [
      'it is in a range that is opened',
      { port: 20_000, endPort: 32_000 },
      ['20000/TCP', '20001/TCP', '31999/TCP', '32000/TCP'],
    ],
    ['it is of SCTP', { port: 8443, protocol: 'SCTP' }, ['8443/SCTP']],
    ['all of SCTP is opened', { protocol: 'SCTP' }, ['1/SCTP', '65535/SCTP']],
  ])('fails when %s', (_, port, ways) => {
    const mutated = mutate((objects) => {
      for (const { ports } of sides(objects)) ports.push(port);
    });
    expect(mutated.differs()).toEqual(opened(...ways));
  });

  test('fails when a rule without ports opens all of them', () => {
    const mutated = mutate((objects) => {
      for (const { rule } of sides(objects)) delete rule.ports;
    });
    const ways = mutated.differs();
    expect(ways).toEqual(expect.arrayContaining(opened('1/TCP', '65535/TCP', '65535/UDP', '65535/SCTP')));
    expect(ways.filter((each) => !each.startsWith('+ retail/shop -> bank/ledger:'))).toEqual([]);
  });
});

test('fails when one side alone adds a port', () => {
  const mutated = mutate((objects) => {
    objects.rule('ingress', 'bank', 'ledger', 'shop').ports.push({ port: 8443, protocol: 'UDP' });
  });
  expect(mutated.differs()).toEqual([]);
  expect(mutated.differs('ingress')).toEqual(['+ retail/shop -> bank/ledger:8443/UDP']);
});

test('fails when a port becomes a range of ports', () => {
  const mutated = mutate((objects) => {
    const [port] = objects.rule('ingress', 'retail', 'shop', '10.1.48.0/24').ports;
    if (port !== undefined) Object.assign(port, { port: 8443, endPort: 8444 });
  });
  expect(mutated.differs()).toEqual(
    ['10.1.48.0', '10.1.48.255', '130.211.0.0', '130.211.3.255', '35.191.0.0', '35.191.255.255'].map(
      (address) => `+ gateway ${address} -> retail/shop:8443/TCP`,
    ),
  );
});

test('fails when a rule names no ports', () => {
  const mutated = mutate((objects) => {
    delete objects.rule('egress', 'retail', 'basket-before', '10.1.200.0').rule.ports;
  });
  expect(mutated.differs()).toContain('+ retail/basket-before -> shop-database 10.1.200.15:443/TCP');
});

test('fails when a range of addresses is one bit wider', () => {
  const mutated = mutate((objects) => {
    objects.rule('egress', 'retail', 'shop', '10.1.200.0/28').peer.ipBlock = { cidr: '10.1.200.0/27' };
  });
  expect(mutated.differs()).toEqual(['+ retail/shop -> after shop-database 10.1.200.16:5432/TCP']);
});

test('fails when a policy is added beside ours', () => {
  const mutated = mutate((objects) => {
    objects.objects.push({
      kind: 'NetworkPolicy',
      metadata: { namespace: 'bank', name: 'debug' },
      spec: { podSelector: {}, policyTypes: ['Egress'], egress: [{}] },
    });
  });
  expect(mutated.differs()).toEqual(
    expect.arrayContaining(
      ['1/TCP', '443/TCP', '65535/UDP', '65535/SCTP'].map(
        (port) => `+ bank/auditor -> somewhere on the internet 8.8.8.8:${port}`,
      ),
    ),
  );
});

test('fails when the pods of a job bear the label by which policies know those of its service', () => {
  const mutated = mutate((objects) => {
    const { spec } = objects.get<JobObject>('retail', 'basket-before', 'Job');
    spec.template.metadata.labels['app.kubernetes.io/instance'] = 'basket';
  });
  expect(mutated.differs()).toEqual(['+ retail/shop -> retail/basket-before:8443/TCP']);
});

test('fails when a workload is missing', () => {
  const mutated = mutate((objects) => objects.remove('bank', 'ledger', 'Deployment'));
  expect(mutated.differs()).toEqual([
    '- bank/ledger asks name servers: nobody is there',
    '- shop calls ledger: nobody is there',
  ]);
});

test('fails when an add-on opens its namespace further than the table says', () => {
  const mutated = mutate((objects) => {
    objects.rule('ingress', 'cert-manager', 'allow-add-ons', '10.1.16.0/28').ports.push({ port: 9402 });
  });
  expect(mutated.differs()).toContain('+ API server 10.1.16.0 -> cert-manager/trust-manager:9402/TCP');
});

describe('the cloud', () => {
  test('fails when somebody who needs it has no way to who it is', () => {
    const mutated = mutate((objects) => objects.rule('egress', 'bank', 'auditor', '169.254').remove());
    expect(mutated.differs()).toEqual(['- bank/auditor -> metadata server 169.254.169.254:80/TCP']);
  });

  test('fails when somebody who needs it has no way to its APIs', () => {
    const mutated = mutate((objects) => objects.rule('egress', 'bank', 'auditor', '199.36').remove());
    expect(mutated.differs()).toEqual(
      ['199.36.153.11', '199.36.153.8'].map((address) => `- bank/auditor -> Google APIs ${address}:443/TCP`),
    );
  });

  test('fails when somebody reaches the metadata server who needs nothing of the cloud', () => {
    const mutated = mutate((objects) => {
      objects.rule('egress', 'retail', 'basket-before', '10.1.200.0').peer.ipBlock = {
        cidr: '169.254.169.254/32',
      };
    });
    expect(mutated.differs()).toContain('+ retail/basket-before -> metadata server 169.254.169.254:5432/TCP');
  });

  test("fails when the metadata server's own port on the node is opened beside its address", () => {
    const mutated = mutate((objects) => {
      objects.rule('egress', 'bank', 'auditor', '169.254').peer.ipBlock = { cidr: '169.254.169.252/30' };
    });
    expect(mutated.differs()).toContain(
      '+ bank/auditor -> metadata server on the node 169.254.169.252:80/TCP',
    );
  });

  test("fails when the way to Google's APIs is a way to all of the internet", () => {
    const mutated = mutate((objects) => {
      objects.rule('egress', 'bank', 'auditor', '199.36').peer.ipBlock = { cidr: '0.0.0.0/0' };
    });
    expect(mutated.differs()).toContain('+ bank/auditor -> somewhere on the internet 8.8.8.8:443/TCP');
  });
});
