const { constants } = require('node:crypto');
const { readFileSync } = require('node:fs');
const { createServer } = require('node:https');
const { tlsFiles } = require('./tls-files');

const { TLS_CLIENTS_FILE, HOST, PORT = '8443' } = process.env;
// Without tickets nobody comes back without being looked at again.
const always = { minVersion: 'TLSv1.3', secureOptions: constants.SSL_OP_NO_TICKET };
const files = tlsFiles((renewed) => server.setSecureContext({ ...renewed, ...always }));

/** The one URI of the certificate. Quotes hide names inside of names; a connection that is gone has no certificate. */
function identityOf(socket) {
  const { subjectaltname: names = '' } = socket.getPeerCertificate() ?? {};
  const uris = names.split(', ').filter((name) => name.startsWith('URI:'));
  return uris.length === 1 && !names.includes('"') ? uris[0].slice('URI:'.length) : 'nobody';
}

/** A list that cannot be read lets nobody in, and ends nothing. */
function mayCall(caller) {
  try {
    return readFileSync(TLS_CLIENTS_FILE, 'utf8').split('\n').includes(caller);
  } catch {
    return false;
  }
}

/** Who has been let in. A request can still come from a connection that is being closed. */
const callers = new WeakMap();
const options = { ...files(), ...always, requestCert: true, rejectUnauthorized: true };
const server = createServer(options, ({ socket }, response) => {
  if (callers.has(socket)) response.end(`hello ${callers.get(socket)}\n`);
});
server.prependListener('secureConnection', (socket) => {
  const caller = identityOf(socket);
  if (mayCall(caller)) {
    callers.set(socket, caller);
  } else {
    console.error(`refused: ${caller} may not call`);
    socket.destroy();
  }
});
server.on('tlsClientError', ({ code }, socket) => {
  console.error(`refused: ${socket.authorizationError ?? code}`);
});
server.listen(Number(PORT), HOST, () => console.log('serves'));
process.once('SIGTERM', () => server.close(() => process.exit()));
