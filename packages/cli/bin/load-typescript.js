'use strict';
// Lets `require` read TypeScript from source, in our repository and in yours: nothing to build, nothing stale.
const { readFileSync, statSync } = require('node:fs');
const { transformSync } = require('@swc/core');

process.setSourceMapsEnabled(true);
const loadJavaScript = require.extensions['.js'];

require.extensions['.ts'] = (module, filename) => {
  const { code } = transformSync(readText(filename), {
    filename,
    swcrc: false,
    sourceMaps: 'inline',
    // Node reads every map when it loads the file; the text is in the file itself.
    inlineSourcesContent: false,
    module: { type: 'commonjs' },
    jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
  });
  module._compile(code, filename);
};

// What a link leads to comes here when its name has another ending.
require.extensions['.js'] = (module, filename) => {
  requirePlainFile(filename);
  loadJavaScript(module, filename);
};

/** Text of another encoding would load as other text: a name in Latin-1 loses its umlauts without a word. */
function readText(filename) {
  requirePlainFile(filename);
  const bytes = readFileSync(filename);
  if (bytes.includes(0)) throw unreadable(filename, 'NUL bytes, as in UTF-16');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw unreadable(filename, 'bytes that are not UTF-8');
  }
}

/** Reading a pipe would wait for ever, and a device has no end. */
function requirePlainFile(filename) {
  if (!statSync(filename).isFile()) throw unreadable(filename, 'a pipe, socket or device');
}

/** `load-module.ts` knows it by its code and says the rest. */
function unreadable(filename, found) {
  return Object.assign(new Error(`${filename}: ${found}`), { code: 'ERR_NO_TEXT', filename, found });
}
