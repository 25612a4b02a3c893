#!/usr/bin/env node
'use strict';
// Asked before the compiler is loaded: where there is no current folder it aborts the process.
try {
  process.cwd();
} catch {
  console.error(
    'the working directory: found that it was deleted; allowed: a folder inside a repository; change into the repository',
  );
  process.exit(2);
}

try {
  require('./load-typescript.js');
} catch (error) {
  // The compiler unpacks its native part into a cache of the person's own.
  if (!causesOf(error).some(({ code }) => code === 'ERR_SWC_NATIVE_CACHE')) throw error;
  console.error(
    'the TypeScript compiler: found neither a home nor a folder for temporary files; allowed: a folder of your own for its cache; set HOME, TMPDIR or SWC_NATIVE_BINDING_CACHE',
  );
  process.exit(2);
}
require('@plinth/cli').main(process.argv.slice(2));

function causesOf({ cause }) {
  return Array.isArray(cause) ? cause : [];
}
