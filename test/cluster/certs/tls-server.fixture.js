'use strict';
// A server as operators know them: it reads its files at the start and on SIGHUP, and goes on with the old ones otherwise.
const { readFileSync } = require('node:fs');
const { createServer } = require('node:tls');

const [certificate, key, manner, clients] = process.argv.slice(2);
const read = () => ({ cert: readFileSync(certificate), key: readFileSync(key) });

// With TLS 1.2, whoever shows no certificate gets no handshake at all.
const strict = clients && { requestCert: true, ca: readFileSync(clients), maxVersion: 'TLSv1.2' };
const server = createServer({ ...read(), minVersion: 'TLSv1.2', ...strict }, (socket) => socket.end());
server.on('tlsClientError', () => undefined);
process.on('SIGHUP', () => {
  if (manner !== 'deaf') server.setSecureContext(read());
  process.send({ reloads: ++reloads });
});
let reloads = 0;
process.on('disconnect', () => process.exit());
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
