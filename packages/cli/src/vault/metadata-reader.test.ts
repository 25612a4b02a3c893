import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { MetadataReader } from './metadata-reader';

test('fails when nothing is answered in time, and is rid of the connection', async () => {
  const server = createServer((socket) => socket.resume());
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const reader = new MetadataReader({ address, token: 'a-token-of-nobody' }, 0.3);
  await expect(reader.stateOf('retail/key')).rejects.toMatchObject({
    problems: [{ code: 'vault-unreachable', where: address, found: 'no answer in time' }],
  });
  reader.close();
  // It ends by itself only when nobody is connected any more.
  await once(server.close(), 'close');
});
