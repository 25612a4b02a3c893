import { type ResolvedEnvironment, resolveCompany } from '@plinth/model';
import { tinyReleases } from '@plinth/testing';
import fc from 'fast-check';
import { anyCompany } from './_any-company';
import { difference, Matrix } from './_matrix';
import { renderObjects } from './_render';

test('whatever a company declares, it reaches exactly that', () => {
  fc.assert(
    fc.property(anyCompany, (company) => {
      const [environment] = resolveCompany(company, { releases: tinyReleases(company) });
      const matrix = new Matrix(
        environment as ResolvedEnvironment,
        renderObjects(environment as ResolvedEnvironment),
      );
      for (const side of ['both', 'egress', 'ingress'] as const) {
        const actual = matrix.actual(side, { ipBlocksSelectPods: true });
        expect(difference(actual, matrix.expected(side))).toEqual([]);
      }
    }),
    { numRuns: 25 },
  );
});
