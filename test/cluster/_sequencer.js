const { statSync } = require('node:fs');
const { default: Sequencer } = require('@jest/test-sequencer');

/** What takes long however short its text is. */
const LONG = /real-time|pulumi-environments/;

/** What waits for real time begins first, so that the others run beside it; then the large files. */
module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const weight = ({ path }) => (LONG.test(path) ? Number.MAX_SAFE_INTEGER : statSync(path).size);
    return [...tests].sort((one, other) => weight(other) - weight(one));
  }
};
