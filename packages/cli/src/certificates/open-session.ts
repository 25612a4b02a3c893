import { VaultSession } from '@plinth/certificates';
import { vaultConnection } from '../vault/connection';
import { VaultTransport } from '../vault/transport';

/** A list of all serials of an authority is the largest answer: 200,000 of them. */
const MOST_BYTES = 16 * 1024 * 1024;

/** Longer than Vault itself works on a request by default, so that an answer is rarely lost. */
const SECONDS = 95;

/** Runs work with the Vault of this machine's variables, and closes the connections after it. */
export async function withSession<T>(
  variables: NodeJS.ProcessEnv,
  work: (session: VaultSession) => Promise<T>,
): Promise<T> {
  const transport = new VaultTransport(vaultConnection(variables), {
    seconds: SECONDS,
    mostBytes: MOST_BYTES,
  });
  try {
    return await work(new VaultSession(transport));
  } finally {
    transport.close();
  }
}
