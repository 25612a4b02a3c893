import { spawn } from 'node:child_process';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { createGunzip } from 'node:zlib';
import type { GitRepository } from './git-repository';

export interface GitServerOptions {
  readonly git: string;
  readonly repository: GitRepository;
  /** Where it is, from the host on: `/platform/plinth.git`. */
  readonly path: string;
}

/**
 * Answers for one repository over Git's smart HTTP protocol, for reading only.
 * @see https://git-scm.com/docs/http-protocol
 */
export function gitServer({ git, repository, path }: GitServerOptions): RequestListener {
  return (request, response) => {
    const url = request.url ?? '';
    response.setHeader('Cache-Control', 'no-cache');
    if (request.method === 'GET' && url === `${path}/info/refs?service=git-upload-pack`) {
      response.setHeader('Content-Type', 'application/x-git-upload-pack-advertisement');
      response.write('001e# service=git-upload-pack\n0000');
      uploadPack(git, ['--advertise-refs', repository.folder], request, response);
    } else if (request.method === 'POST' && url === `${path}/git-upload-pack`) {
      response.setHeader('Content-Type', 'application/x-git-upload-pack-result');
      uploadPack(git, [repository.folder], request, response);
    } else {
      response.writeHead(404).end();
    }
  };
}

function uploadPack(
  git: string,
  args: readonly string[],
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const protocol = request.headers['git-protocol'];
  const child = spawn(git, ['upload-pack', '--stateless-rpc', ...args], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: {
      PATH: process.env.PATH,
      // Whoever owns the folder.
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'safe.directory',
      GIT_CONFIG_VALUE_0: '*',
      ...(typeof protocol === 'string' ? { GIT_PROTOCOL: protocol } : {}),
    },
  });
  child.once('error', () => response.destroy());
  // It may have heard enough before everything was said.
  child.stdin.on('error', () => undefined);
  child.stdout.pipe(response);
  const body = request.headers['content-encoding'] === 'gzip' ? request.pipe(createGunzip()) : request;
  body.pipe(child.stdin);
}
