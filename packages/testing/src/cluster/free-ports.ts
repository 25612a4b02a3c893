import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';

/** Below those that the kernel gives to connections: one of these could take a port before the program that it is for. */
const FIRST = 20_000;
const END = 32_000;

/**
 * As many ports of loopback that nobody listens on, each given once on this machine as long as this process lives. Until the
 * program that it is for has started, nobody holds a port: a socket for datagrams of the same number says that it is taken.
 */
export async function freePorts(count: number): Promise<number[]> {
  const ports: number[] = [];
  while (ports.length < count) {
    const port = randomInt(FIRST, END);
    if (await isClaimed(port)) ports.push(port);
  }
  return ports;
}

async function isClaimed(port: number): Promise<boolean> {
  const claim = createSocket('udp4');
  const isOurs = await new Promise<boolean>((resolve) => {
    claim.once('error', () => resolve(false));
    claim.bind({ port, address: '127.0.0.1', exclusive: true }, () => resolve(true));
  });
  if (isOurs && (await canListen(port))) {
    claim.unref();
    return true;
  }
  claim.close();
  return false;
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}
