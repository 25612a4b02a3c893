import { resolveCompany } from '@plinth/model';
import { company } from '../../environments';
import { readReleases, root } from '../company/read-releases';
import { manifestsOf } from './_manifests';
import { difference, Matrix } from './_matrix';
import { appliesTo, isPeer } from './_network';
import { rulesOf } from './_network-policy';

const environments = resolveCompany(company, { root, releases: readReleases(company) });

describe.each(environments.map((environment) => [environment.name, environment] as const))(
  'in %s',
  (name, environment) => {
    const matrix = new Matrix(environment, manifestsOf(name));

    test('everybody reaches what is declared, or in the table of the platform, and nothing else', () => {
      const actual = matrix.actual('both', { ipBlocksSelectPods: true });
      expect(difference(actual, matrix.expected('both'))).toEqual([]);
    });

    test('the same holds where a data plane never takes a range of addresses for pods', () => {
      const actual = matrix.actual('both', { ipBlocksSelectPods: false });
      expect(difference(actual, matrix.expected('both'))).toEqual([]);
    });

    test.each(['egress', 'ingress'] as const)('%s alone lets no more through than both together', (side) => {
      const actual = matrix.actual(side, { ipBlocksSelectPods: true });
      expect(difference(actual, matrix.expected(side))).toEqual([]);
    });

    test('every policy is about somebody, and so is every peer', () => {
      const { cluster, known } = matrix;
      // A namespace is closed before anything runs in it.
      const opening = cluster.policies.filter(({ metadata }) => metadata.name !== 'default-deny');
      const idle = opening.flatMap((policy) => {
        const { namespace, name: own } = policy.metadata;
        const peers = [...rulesOf(policy, 'ingress'), ...rulesOf(policy, 'egress')].flatMap(
          ({ peers: some }) => some ?? [],
        );
        return [
          ...(known.some((each) => each.kind === 'pod' && appliesTo(policy, each))
            ? []
            : [`${namespace}/${own}`]),
          ...peers
            .filter(
              (peer) => !known.some((each) => isPeer(peer, each, namespace, { ipBlocksSelectPods: true })),
            )
            .map((peer) => `${namespace}/${own}: ${JSON.stringify(peer)}`),
        ];
      });
      expect(idle).toEqual([]);
    });
  },
);

test('what is judged is not empty: public addresses, databases and calls between squads are in it', () => {
  for (const environment of environments) {
    const expected = [...new Matrix(environment, manifestsOf(environment.name)).expected('both')];
    expect(expected).toEqual(
      expect.arrayContaining([
        'bank/bank-core -> exchange/ledger:8443/TCP',
        'chain/klever-node -> somewhere on the internet 8.8.8.8:37373/TCP',
        'exchange/ledger-before -> kube-system/kube-dns:53/UDP',
        'gateway 35.191.0.0 -> exchange/exchange-manager:8444/TCP',
      ]),
    );
  }
});
