import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';

/** One packed chart. */
export interface PackedChart {
  readonly name: string;
  readonly version: string;
  /** The file that `helm package` made. */
  readonly file: string;
}

interface Content {
  readonly type: string;
  readonly body: Buffer;
}

/**
 * Answers for a repository of Helm charts over the OCI distribution protocol, for reading only.
 * @param path from the host on: `/acme/charts`
 * @see https://github.com/opencontainers/distribution-spec/blob/main/spec.md
 */
export function chartRegistry(path: string, charts: readonly PackedChart[]): RequestListener {
  const contents = new Map<string, Content>();
  for (const chart of charts) addChart(contents, `/v2${path}/${chart.name}`, chart);
  return (request, response) => {
    const content = contents.get(request.url ?? '');
    if (request.url === '/v2/') {
      response.writeHead(200).end();
    } else if (content === undefined) {
      response.writeHead(404, { 'Content-Type': 'application/json' });
      response.end('{"errors":[{"code":"MANIFEST_UNKNOWN"}]}');
    } else {
      response.writeHead(200, {
        'Content-Type': content.type,
        'Content-Length': content.body.length,
        'Docker-Content-Digest': digest(content.body),
      });
      response.end(request.method === 'HEAD' ? undefined : content.body);
    }
  };
}

function addChart(contents: Map<string, Content>, base: string, chart: PackedChart): void {
  const layer = readFileSync(chart.file);
  const config = Buffer.from(JSON.stringify({ name: chart.name, version: chart.version, apiVersion: 'v2' }));
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      config: describe('application/vnd.cncf.helm.config.v1+json', config),
      layers: [describe('application/vnd.cncf.helm.chart.content.v1.tar+gzip', layer)],
    }),
  );
  const type = 'application/vnd.oci.image.manifest.v1+json';
  contents.set(`${base}/manifests/${chart.version}`, { type, body: manifest });
  contents.set(`${base}/manifests/${digest(manifest)}`, { type, body: manifest });
  for (const body of [config, layer]) {
    contents.set(`${base}/blobs/${digest(body)}`, { type: 'application/octet-stream', body });
  }
}

function describe(mediaType: string, body: Buffer): object {
  return { mediaType, digest: digest(body), size: body.length };
}

function digest(body: Buffer): string {
  return `sha256:${createHash('sha256').update(body).digest('hex')}`;
}
