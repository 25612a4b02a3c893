import { createInterface } from 'node:readline';
import type { ApiClient, ListOptions } from './api-client';
import { ApiError } from './api-error';
import type { KubernetesObject } from './kubernetes-object';

export interface WatchEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: KubernetesObject;
}

export interface WatchOptions extends ListOptions {
  /** Ends the watch. */
  readonly signal: AbortSignal;
}

interface WatchRequest extends WatchOptions {
  readonly apiVersion: string;
  readonly kind: string;
  readonly path: string;
  readonly onEvent: (event: WatchEvent) => void;
}

/**
 * Lists, then follows every single change: nothing between two samples is missed. Resolves once the list has been told and the
 * watch stands; later events come as they happen. A stream that the server ends goes on from the last version seen.
 * @throws ApiError
 */
export async function watchObjects(client: ApiClient, watch: WatchRequest): Promise<void> {
  const { apiVersion, kind, onEvent, signal } = watch;
  const { items, resourceVersion } = await client.listAt(apiVersion, kind, watch);
  for (const object of items) onEvent({ type: 'ADDED', object });
  const first = await open(client, watch, resourceVersion);
  follow(client, watch, first, resourceVersion).catch((error: unknown) => {
    // What went unseen cannot be asserted about: a broken watch is a broken test.
    if (!signal.aborted) {
      queueMicrotask(() => {
        throw error;
      });
    }
  });
}

async function follow(
  client: ApiClient,
  watch: WatchRequest,
  first: NodeJS.ReadableStream,
  from: string,
): Promise<void> {
  let stream = first;
  let version = from;
  while (!watch.signal.aborted) {
    for await (const line of createInterface({ input: stream })) {
      const event = JSON.parse(line) as
        | WatchEvent
        | { readonly type: 'BOOKMARK' | 'ERROR'; readonly object: never };
      if (event.type === 'ERROR')
        throw ApiError.of(`watch of ${watch.kind}`, 410, JSON.stringify(event.object));
      version = (event.object as KubernetesObject).metadata.resourceVersion ?? version;
      if (event.type !== 'BOOKMARK') watch.onEvent(event as WatchEvent);
    }
    if (!watch.signal.aborted) stream = await open(client, watch, version);
  }
}

async function open(
  client: ApiClient,
  { path, labels, signal }: WatchRequest,
  resourceVersion: string,
): Promise<NodeJS.ReadableStream> {
  const query = new URLSearchParams({ watch: 'true', resourceVersion, allowWatchBookmarks: 'true' });
  if (labels !== undefined) query.set('labelSelector', labels);
  const response = await client.open('GET', `${path}?${query}`, undefined, undefined, signal);
  if (response.statusCode !== 200) throw ApiError.of(`watch of ${path}`, response.statusCode ?? 0, '');
  return response;
}
