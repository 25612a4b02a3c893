import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { VaultClient } from '@plinth/testing';
import { load } from 'js-yaml';
import { translationOf } from '../vault-access/requests';

type Inputs = Readonly<Record<string, unknown>>;

interface Plan {
  readonly resources: readonly { readonly type: string; readonly inputs?: Inputs }[];
}

/** The inputs of all resources of a type that the committed plan of an environment's Vault has. */
export function planned(environment: string, type: string): Inputs[] {
  const file = join(__dirname, '../../../plans', environment, 'vault.yaml');
  const { resources } = load(readFileSync(file, 'utf8')) as Plan;
  return resources.filter((resource) => resource.type === type).map(({ inputs = {} }) => inputs);
}

/** Makes one resource of the plan. */
export async function make(client: VaultClient, type: string, inputs: Inputs): Promise<void> {
  const { requests } = translationOf(type, inputs);
  for (const { verb, path, body } of requests(inputs)) await client.succeed(verb, path, body);
}
