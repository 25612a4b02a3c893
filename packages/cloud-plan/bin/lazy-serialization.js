'use strict';
// Pulumi's runtime loads a compiler and a dependency resolver on every start, half of its start-up, to serialize functions. Few
// programs serialize any. With this file before a program (`node -r`), the two are loaded when they are first used.
const Module = require('node:module');

const HEAVY = new Set(['typescript', '@npmcli/arborist', 'normalize-package-data']);
const SERIALIZATION = /[\\/]@pulumi[\\/]pulumi[\\/](?:runtime[\\/]closure[\\/]|typescript-shim\.js$)/;
const load = Module._load;

Module._load = function loadLazily(request, parent, isMain) {
  const now = () => load.call(this, request, parent, isMain);
  if (!HEAVY.has(request) || !SERIALIZATION.test(parent?.filename ?? '')) return now();
  // One that is not installed fails here, as ever: Pulumi then takes its own.
  Module._resolveFilename(request, parent, isMain);
  return standIn(now);
};

/** Looks like the module that `open` gives, and opens it at the first touch. */
function standIn(open) {
  let opened;
  const module = () => {
    opened ??= open();
    return opened;
  };
  return new Proxy(() => {}, {
    get(_target, key) {
      // Asked by the code that compilers write around an import; then "default" is the module itself.
      if (key === '__esModule') return true;
      return key === 'default' ? (module().default ?? module()) : module()[key];
    },
    has: (_target, key) => key in module(),
    ownKeys: () => Reflect.ownKeys(module()),
    getOwnPropertyDescriptor: (_target, key) => {
      const descriptor = Reflect.getOwnPropertyDescriptor(module(), key);
      return descriptor && { ...descriptor, configurable: true };
    },
    apply: (_target, self, values) => Reflect.apply(module(), self, values),
    construct: (_target, values) => Reflect.construct(module(), values),
  });
}
