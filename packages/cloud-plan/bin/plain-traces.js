'use strict';
// Pulumi's runtime prints an error that a program did not expect by `util.inspect(error, { colors: true })`. To underline the names of
// packages, Node 20 looks for the slash after each `node_modules/@scope/name`; Pulumi's own source maps name files right there,
// without one, and the search never ends while its result grows. Without colours there is no search.
const util = require('node:util');

util.inspect = new Proxy(util.inspect, {
  apply(inspect, self, [value, options, ...others]) {
    const colourless = value instanceof Error && options?.colors === true;
    return Reflect.apply(inspect, self, [
      value,
      colourless ? { ...options, colors: false } : options,
      ...others,
    ]);
  },
});
