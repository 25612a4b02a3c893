import type { IncomingMessage } from 'node:http';
import { Agent, request as httpsRequest } from 'node:https';
import { setTimeout } from 'node:timers/promises';
import { ApiError } from './api-error';
import type { KubernetesObject, ObjectRef } from './kubernetes-object';
import { ResourcePaths } from './resource-paths';
import { type WatchEvent, type WatchOptions, watchObjects } from './watch';

export interface ApiClientOptions {
  /** `https://127.0.0.1:6443` */
  readonly server: string;
  /** PEM of the authority that signed the server. */
  readonly authority: string;
  readonly token: string;
  /** Is told what the server warns of: deprecated fields, pods that a namespace would refuse. */
  readonly onWarning?: (warning: string) => void;
}

export interface ListOptions {
  readonly namespace?: string;
  /** A label selector: `app=ledger,team in (exchange)`. */
  readonly labels?: string;
}

export interface ApplyOptions {
  /** Who owns the fields. @default 'plinth' */
  readonly fieldManager?: string;
  /** Takes fields that others own. @default false */
  readonly force?: boolean;
  /** The server decides and stores nothing. @default false */
  readonly dryRun?: boolean;
}

/** As often as Kubernetes' own client. */
const MOST_REPEATS = 10;

export type PatchType = 'merge' | 'json' | 'strategic-merge';

/**
 * The Kubernetes API as plain requests and plain objects.
 * @see https://kubernetes.io/docs/reference/using-api/api-concepts/
 */
export class ApiClient {
  private readonly agent: Agent;
  private readonly paths = new ResourcePaths((path) => this.request('GET', path));

  constructor(private readonly options: ApiClientOptions) {
    this.agent = new Agent({ ca: options.authority, keepAlive: true });
  }

  /** The same API under another identity. */
  as(token: string): ApiClient {
    return new ApiClient({ ...this.options, token });
  }

  /** The same API, with an ear for the server's warnings: each is told with its request. */
  heeding(onWarning: (warning: string) => void): ApiClient {
    return new ApiClient({ ...this.options, onWarning });
  }

  /** The object, or undefined when it does not exist. */
  async tryGet(ref: ObjectRef): Promise<KubernetesObject | undefined> {
    try {
      return await this.get(ref);
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) return undefined;
      throw error;
    }
  }

  /** @throws ApiError */
  async get(ref: ObjectRef): Promise<KubernetesObject> {
    return (await this.request('GET', await this.paths.of(ref))) as KubernetesObject;
  }

  /** @throws ApiError */
  async list(apiVersion: string, kind: string, options: ListOptions = {}): Promise<KubernetesObject[]> {
    return (await this.listAt(apiVersion, kind, options)).items;
  }

  /** All objects of a kind and the version of the whole, from which a watch goes on. */
  async listAt(
    apiVersion: string,
    kind: string,
    { namespace, labels }: ListOptions = {},
  ): Promise<{ readonly items: KubernetesObject[]; readonly resourceVersion: string }> {
    const query = labels === undefined ? '' : `?labelSelector=${encodeURIComponent(labels)}`;
    const path = await this.paths.collection(apiVersion, kind, namespace);
    const answer = (await this.request('GET', path + query)) as unknown as {
      metadata: { resourceVersion: string };
      items: KubernetesObject[];
    };
    // The items of a list carry neither.
    const items = answer.items.map((item) => ({ ...item, apiVersion, kind }));
    return { items, resourceVersion: answer.metadata.resourceVersion };
  }

  /**
   * Server-side apply with strict validation: an unknown field is an error.
   * @throws ApiError
   */
  async apply(object: ObjectRef, options: ApplyOptions = {}): Promise<KubernetesObject> {
    const { fieldManager = 'plinth', force = false, dryRun = false } = options;
    const query = new URLSearchParams({ fieldManager, fieldValidation: 'Strict', force: `${force}` });
    if (dryRun) query.set('dryRun', 'All');
    const path = `${await this.paths.of(object)}?${query}`;
    return (await this.request('PATCH', path, object, 'application/apply-patch+yaml')) as KubernetesObject;
  }

  /** @throws ApiError */
  async patch(
    ref: ObjectRef,
    body: unknown,
    { type = 'merge', subresource }: { readonly type?: PatchType; readonly subresource?: string } = {},
  ): Promise<KubernetesObject> {
    const path = (await this.paths.of(ref)) + (subresource === undefined ? '' : `/${subresource}`);
    const answer = await this.request('PATCH', path, body, `application/${type}-patch+json`);
    return answer as KubernetesObject;
  }

  /** @throws ApiError */
  async create(object: ObjectRef): Promise<KubernetesObject> {
    const { apiVersion, kind, metadata } = object;
    const path = await this.paths.collection(apiVersion, kind, metadata.namespace);
    return (await this.request('POST', `${path}?fieldValidation=Strict`, object)) as KubernetesObject;
  }

  /** Deletes the object; one that does not exist is gone already. */
  async delete(ref: ObjectRef, options: Readonly<Record<string, unknown>> = {}): Promise<void> {
    try {
      await this.request('DELETE', await this.paths.of(ref), options);
    } catch (error) {
      if (!(error instanceof ApiError && error.status === 404)) throw error;
    }
  }

  /** Every change of a kind from now on, beginning with what exists; ends with the signal. */
  async watch(
    apiVersion: string,
    kind: string,
    onEvent: (event: WatchEvent) => void,
    options: WatchOptions,
  ): Promise<void> {
    const path = await this.paths.collection(apiVersion, kind, options.namespace);
    await watchObjects(this, { apiVersion, kind, path, onEvent, ...options });
  }

  /** One request; the answer is parsed JSON, or the text when it is none. @throws ApiError */
  async request(method: string, path: string, body?: unknown, type = 'application/json'): Promise<unknown> {
    const response = await this.patiently(() => this.open(method, path, body, type));
    response.setEncoding('utf8');
    for (const warning of warnings(response)) this.options.onWarning?.(`${method} ${path}: ${warning}`);
    let text = '';
    for await (const chunk of response) text += chunk;
    const status = response.statusCode ?? 0;
    if (status >= 300) throw ApiError.of(`${method} ${path}`, status, text);
    return response.headers['content-type']?.startsWith('application/json') ? JSON.parse(text) : text;
  }

  /** Asks again when the server says when to, as every client of Kubernetes does: a kind's storage may be on its way. */
  private async patiently(open: () => Promise<IncomingMessage>): Promise<IncomingMessage> {
    for (let left = MOST_REPEATS; ; left -= 1) {
      const response = await open();
      const seconds = Number(response.headers['retry-after']);
      if (left === 0 || response.statusCode !== 429 || !(seconds > 0)) return response;
      response.resume();
      await setTimeout(seconds * 1000);
    }
  }

  /** The answer as a stream. */
  async open(
    method: string,
    path: string,
    body?: unknown,
    type = 'application/json',
    signal?: AbortSignal,
  ): Promise<IncomingMessage> {
    for (;;) {
      try {
        return await this.send(method, path, body, type, signal);
      } catch (error) {
        if (!(error instanceof ClosedWhenIdle)) throw error;
      }
    }
  }

  private send(
    method: string,
    path: string,
    body: unknown,
    type: string,
    signal: AbortSignal | undefined,
  ): Promise<IncomingMessage> {
    const { server, token } = this.options;
    const text = body === undefined ? '' : JSON.stringify(body);
    return new Promise((resolve, reject) => {
      const request = httpsRequest(
        new URL(path, server),
        {
          method,
          agent: this.agent,
          headers: {
            Authorization: `Bearer ${token}`,
            Accept: 'application/json',
            'Content-Type': type,
            // Node would send the body of a DELETE without it, and the server take it for the next request.
            'Content-Length': Buffer.byteLength(text),
          },
          ...(signal === undefined ? {} : { signal }),
        },
        resolve,
      );
      request.once('error', (error: NodeJS.ErrnoException) => {
        const isIdle = request.reusedSocket && error.code === 'ECONNRESET';
        reject(isIdle ? new ClosedWhenIdle() : error);
      });
      request.end(text);
    });
  }

  /** Ends idle connections. */
  close(): void {
    this.agent.destroy();
  }
}

/** The server closed a kept connection while a request was on its way to it: it is asked over another one. */
class ClosedWhenIdle extends Error {}

/** The texts of `299 - "text"`, of which an answer may have several. */
function warnings({ headersDistinct }: IncomingMessage): string[] {
  return (headersDistinct.warning ?? []).map((header) => /^299 \S+ (".*")$/.exec(header)?.[1] ?? header);
}
