// Asks without a pause, over connections that stay and over new ones, until it is told to end. It tells what it got.
const http = require('node:http');
const https = require('node:https');

const [examples, address] = process.argv.slice(2);
const isPlain = process.env.TLS_CERT_FILE === undefined;
const files = isPlain ? () => ({}) : require(`${examples}/node/tls-files`).tlsFiles();
const { Agent, get } = isPlain ? http : https;
const url = `${isPlain ? 'http' : 'https'}://${address}/`;
const settings = { maxCachedSessions: 0, minVersion: 'TLSv1.3' };
const kept = new Agent({ ...settings, keepAlive: true });

const report = { answered: 0, connections: 0, failures: [] };
let goesOn = true;

/** One request; connections that are new say so by being counted. */
function ask(agent) {
  return new Promise((resolve) => {
    const failed = (why) => {
      report.failures.push(why);
      resolve();
    };
    const request = get(url, { ...files(), agent }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part) => {
        text += part;
      });
      response.once('error', ({ code }) => failed(code));
      response.once('end', () => {
        if (response.statusCode !== 200 || !text.startsWith('hello'))
          return failed(`${response.statusCode} ${text}`);
        report.answered += 1;
        if (!request.reusedSocket) report.connections += 1;
        resolve();
      });
    });
    request.once('error', ({ code, message }) => failed(code ?? message));
  });
}

async function askOn(agentOf) {
  while (goesOn) {
    await ask(agentOf());
    // The machine is for others too.
    await new Promise((next) => setTimeout(next, 5));
  }
}

const all = [
  askOn(() => kept),
  askOn(() => kept),
  askOn(() => new Agent(settings)),
  askOn(() => new Agent(settings)),
];
process.on('message', (message) => {
  if (message === 'report') process.send(report);
  else goesOn = false;
});
Promise.all(all).then(() => process.send(report, () => process.exit()));
