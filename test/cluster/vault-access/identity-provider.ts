import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { CertificateAuthority } from '@plinth/testing';

/** Somebody who signs in, as the company's directory knows them. */
export interface Person {
  readonly name: string;
  readonly groups: readonly string[];
}

/**
 * An OpenID Connect provider on loopback: discovery, keys, and codes for tokens. People are signed in without a password;
 * what it shows is what Vault makes of an identity that a provider vouches for.
 * @see https://openid.net/specs/openid-connect-core-1_0.html#CodeFlowAuth
 */
export class IdentityProvider {
  readonly #server: Server;
  readonly #key = generateKeyPairSync('rsa', { modulusLength: 2048 });
  readonly #codes = new Map<
    string,
    { readonly person: Person; readonly nonce: string; readonly client: string }
  >();

  private constructor(server: Server) {
    this.#server = server;
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = this.#answer(request.url ?? '', Buffer.concat(chunks).toString());
        response.writeHead(body === undefined ? 404 : 200, { 'Content-Type': 'application/json' });
        response.end(JSON.stringify(body ?? {}));
      });
    });
  }

  static async start(authority: CertificateAuthority): Promise<IdentityProvider> {
    const { certificate, key } = await authority.issueServer('identity-provider', []);
    const server = createServer({ cert: certificate, key });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new IdentityProvider(server);
  }

  get issuer(): string {
    return `https://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** What a browser would come back with from the address to which Vault has sent it. */
  signIn(person: Person, address: string): { readonly code: string; readonly state: string } {
    const { searchParams: asked } = new URL(address);
    const code = randomBytes(16).toString('hex');
    this.#codes.set(code, { person, nonce: asked.get('nonce') ?? '', client: asked.get('client_id') ?? '' });
    return { code, state: asked.get('state') ?? '' };
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #answer(url: string, body: string): object | undefined {
    switch (new URL(url, this.issuer).pathname) {
      case '/.well-known/openid-configuration':
        return {
          issuer: this.issuer,
          authorization_endpoint: `${this.issuer}/authorize`,
          token_endpoint: `${this.issuer}/token`,
          jwks_uri: `${this.issuer}/keys`,
          response_types_supported: ['code'],
          subject_types_supported: ['public'],
          id_token_signing_alg_values_supported: ['RS256'],
        };
      case '/keys':
        return {
          keys: [{ ...this.#key.publicKey.export({ format: 'jwk' }), kid: 'one', use: 'sig', alg: 'RS256' }],
        };
      case '/token':
        return this.#tokens(new URLSearchParams(body).get('code') ?? '');
      default:
        return undefined;
    }
  }

  #tokens(code: string): object | undefined {
    const asked = this.#codes.get(code);
    if (asked === undefined) return undefined;
    const { person, nonce, client } = asked;
    const now = Math.floor(Date.now() / 1000);
    const token = randomBytes(16).toString('hex');
    const id = this.#signed({
      iss: this.issuer,
      aud: client,
      sub: person.name,
      email: person.name,
      groups: person.groups,
      nonce,
      iat: now,
      exp: now + 300,
      at_hash: createHash('sha256').update(token).digest().subarray(0, 16).toString('base64url'),
    });
    return { access_token: token, token_type: 'Bearer', id_token: id, expires_in: 300 };
  }

  #signed(claims: object): string {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const text = `${part({ alg: 'RS256', kid: 'one', typ: 'JWT' })}.${part(claims)}`;
    return `${text}.${sign('sha256', Buffer.from(text), this.#key.privateKey).toString('base64url')}`;
  }
}
