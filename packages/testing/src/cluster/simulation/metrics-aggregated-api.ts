import { createServer, type Server } from 'node:https';
import type { Socket } from 'node:net';
import type { KeyPair } from '../certificate-authority';

/** What a server answers: JSON with a status, 200 when none is given. */
export interface Answer {
  readonly status?: number;
  readonly body: object;
}

/** What is asked for: the path without its query, and the query. */
export interface Question {
  readonly path: string;
  readonly query: URLSearchParams;
}

/** A group of the API that the API server passes on to a server of its own. */
export interface AggregatedGroup {
  /** `metrics.k8s.io` */
  readonly group: string;
  /** `v1beta1` */
  readonly version: string;
  readonly resources: readonly AggregatedResource[];
}

export interface AggregatedResource {
  readonly name: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
}

/**
 * One aggregated API on loopback: discovery by itself, everything below `/apis/<group>/<version>/` by `answer`. Requests come from the
 * API server alone, which has authorized them; who asks is not checked again.
 * @see https://kubernetes.io/docs/concepts/extend-kubernetes/api-extension/apiserver-aggregation/
 */
export class AggregatedApi {
  private server: Server | undefined;
  private readonly sockets = new Set<Socket>();

  constructor(
    readonly served: AggregatedGroup,
    private readonly keys: KeyPair,
    private readonly answer: (question: Question) => Promise<Answer> | Answer,
  ) {}

  /** Listens on a port that is free at that moment, and returns it. */
  async listen(): Promise<number> {
    const server = createServer({ cert: this.keys.certificate, key: this.keys.key }, (request, response) => {
      void this.respondTo(request.url ?? '/').then(({ status = 200, body }) => {
        response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
      });
    });
    server.on('connection', (socket: Socket) => {
      this.sockets.add(socket);
      socket.once('close', () => this.sockets.delete(socket));
    });
    this.server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(0, '127.0.0.1', resolve);
    });
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
    return address.port;
  }

  /** Ends it as if its process were gone: open connections break, new ones are refused. */
  async close(): Promise<void> {
    const { server } = this;
    if (server === undefined) return;
    this.server = undefined;
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }

  private async respondTo(url: string): Promise<Answer> {
    try {
      const { pathname, searchParams } = new URL(url, 'https://localhost');
      return await this.respond({ path: decodeURIComponent(pathname), query: searchParams });
    } catch (error) {
      // An adapter that breaks over a question says so, as any server does.
      return failure(500, 'InternalError', String(error));
    }
  }

  private respond(question: Question): Promise<Answer> | Answer {
    const { group, version } = this.served;
    const discovered = this.discovery(question.path.replace(/\/$/, ''));
    if (discovered !== undefined) return { body: discovered };
    const root = `/apis/${group}/${version}/`;
    if (!question.path.startsWith(root)) return failure(404, 'NotFound', `nothing at ${question.path}`);
    return this.answer({ ...question, path: question.path.slice(root.length) });
  }

  private discovery(path: string): object | undefined {
    const { group, version, resources } = this.served;
    const groupVersion = `${group}/${version}`;
    const preferredVersion = { groupVersion, version };
    const entry = { name: group, versions: [preferredVersion], preferredVersion };
    switch (path) {
      case '/apis':
        return { kind: 'APIGroupList', apiVersion: 'v1', groups: [entry] };
      case `/apis/${group}`:
        return { kind: 'APIGroup', apiVersion: 'v1', ...entry };
      case `/apis/${groupVersion}`:
        return {
          kind: 'APIResourceList',
          apiVersion: 'v1',
          groupVersion,
          resources: resources.map((resource) => ({ singularName: '', ...resource })),
        };
      case '/openapi/v2':
        return { swagger: '2.0', info: { title: group, version }, paths: {} };
      case '/openapi/v3':
        return { paths: {} };
      default:
        return undefined;
    }
  }
}

/** An error as the API words it. */
export function failure(code: number, reason: string, message: string): Answer {
  return {
    status: code,
    body: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', reason, message, code },
  };
}
