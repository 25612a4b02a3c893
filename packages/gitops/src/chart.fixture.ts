import type { JsonObject } from '@plinth/manifest';
import { ApiObject, App, Chart } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import type { ChartApplicationProps, ManifestApplicationProps, SquadProjectProps } from './index';

/** A chart for one test. */
export function testChart(): Chart {
  return new Chart(new App(), 'test');
}

const REPOSITORY = 'https://git.example.com/platform/plinth.git';
const SERVER = 'https://kubernetes.default.svc';

/** Valid props of a squad's project; a test shows only what differs. */
export function squadProjectProps(differs: Partial<SquadProjectProps> = {}): SquadProjectProps {
  return {
    squad: 'bank',
    repository: REPOSITORY,
    server: SERVER,
    group: 'squad-bank@example.com',
    ...differs,
  };
}

export function manifestApplicationProps(
  differs: Partial<ManifestApplicationProps> = {},
): ManifestApplicationProps {
  return {
    name: 'ledger',
    project: 'squad-bank',
    source: { repository: REPOSITORY, revision: 'main', path: 'manifests/live/workloads/bank' },
    file: 'ledger.yaml',
    destination: { server: SERVER, namespace: 'bank' },
    ...differs,
  };
}

export function chartApplicationProps<V extends object>(
  source: ChartApplicationProps<V>['source'],
): ChartApplicationProps<V> {
  return { name: 'vault', project: 'platform', source, destination: { server: SERVER, namespace: 'vault' } };
}

/** The object of a kind below a construct, as written. */
export function only(construct: Construct, kind: string): JsonObject {
  const objects = construct.node
    .findAll()
    .filter((child: IConstruct): child is ApiObject => ApiObject.isApiObject(child))
    .map((object) => object.toJson() as JsonObject)
    .filter((object) => object.kind === kind);
  if (objects.length !== 1 || objects[0] === undefined)
    throw new Error(`${objects.length} objects of kind ${kind}`);
  return objects[0];
}

/** The codes and places of the problems that a function throws. */
export function problemsOf(run: () => unknown): string[] {
  try {
    run();
  } catch (error) {
    if (!(error instanceof Error && 'problems' in error)) throw error;
    const problems = error.problems as readonly { code: string; where: string }[];
    return problems.map(({ code, where }) => `${code} at ${where}`);
  }
  return [];
}
