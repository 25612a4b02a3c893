import { get } from 'node:http';

/** What a program that knows nothing of TLS gets over a connection of its own; `''` when nobody answers. */
export function plainGet(host: string, port: number, path = '/'): Promise<string> {
  return new Promise((resolve) => {
    const request = get({ host, port, path, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      response.once('end', () => resolve(text));
      response.once('error', () => resolve(''));
    });
    request.once('error', () => resolve(''));
  });
}
