import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

const PREFIX = 'vault:v1:';

/**
 * Keys that never leave a service, as Google's KMS has them: Pulumi asks it to encrypt and decrypt the key of a stack.
 * It speaks the transit API of Vault, because Pulumi lets one say where Vault is, and not where Google is.
 * @see https://developer.hashicorp.com/vault/api-docs/secret/transit
 */
export class KeyService {
  /** How often somebody asked, by what was asked for. */
  readonly asked = { encrypt: 0, decrypt: 0 };
  readonly #key = randomBytes(32);
  readonly #token = randomBytes(16).toString('hex');
  readonly #server: Server;

  private constructor() {
    this.#server = createServer(async (request, response) => {
      const [, , , what = ''] = (request.url ?? '').split('/');
      const isAllowed = request.headers['x-vault-token'] === this.#token;
      const data = isAllowed ? this.#answer(what, (await json(request)) as TransitRequest) : undefined;
      response.writeHead(data === undefined ? 403 : 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(data === undefined ? { errors: ['permission denied'] } : { data }));
    });
  }

  static async start(): Promise<KeyService> {
    const service = new KeyService();
    await new Promise<void>((resolve) => service.#server.listen(0, '127.0.0.1', resolve));
    return service;
  }

  /** What `--secrets-provider` takes. */
  readonly provider = 'hashivault://state';

  /** The variables with which Pulumi finds it, and may use it. */
  get environment(): Readonly<Record<string, string>> {
    const { port } = this.#server.address() as AddressInfo;
    return { VAULT_SERVER_URL: `http://127.0.0.1:${port}`, VAULT_SERVER_TOKEN: this.#token };
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #answer(what: string, { plaintext, ciphertext }: TransitRequest): object | undefined {
    if (what === 'encrypt' && plaintext !== undefined) {
      this.asked.encrypt += 1;
      return { ciphertext: PREFIX + this.#encrypt(plaintext) };
    }
    if (what === 'decrypt' && ciphertext !== undefined) {
      this.asked.decrypt += 1;
      return { plaintext: this.#decrypt(ciphertext.slice(PREFIX.length)) };
    }
    return undefined;
  }

  #encrypt(text: string): string {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce);
    const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64');
  }

  #decrypt(text: string): string {
    const all = Buffer.from(text, 'base64');
    const decipher = createDecipheriv('aes-256-gcm', this.#key, all.subarray(0, 12));
    decipher.setAuthTag(all.subarray(12, 28));
    return Buffer.concat([decipher.update(all.subarray(28)), decipher.final()]).toString('utf8');
  }
}

interface TransitRequest {
  readonly plaintext?: string;
  readonly ciphertext?: string;
}
