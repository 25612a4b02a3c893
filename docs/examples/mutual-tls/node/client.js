const { Agent, get } = require('node:https');
const { tlsFiles } = require('./tls-files');

const files = tlsFiles();
// The server is known by the name in the address. No session is taken up again: each connection is looked at.
const agent = new Agent({ keepAlive: true, maxCachedSessions: 0, minVersion: 'TLSv1.3' });

get(`https://${process.env.LEDGER_HTTPS_ADDRESS}/`, { ...files(), agent }, (answer) => {
  answer.pipe(process.stdout);
  answer.once('end', () => process.exit());
}).once('error', ({ code, message }) => {
  console.error(`${code}: ${message}`);
  process.exit(1);
});
