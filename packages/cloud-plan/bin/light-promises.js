'use strict';
// Pulumi's runtime takes a stack trace for every promise that it makes, to print it when the process ends before one does and somebody
// has asked for it (PULUMI_DEBUG_PROMISE_LEAKS). Each is mapped back to its sources, which is most of what a program does. With this
// file before a program (`node -r`), those traces are left as one line; those of errors stay as they are.
if (!process.env.PULUMI_DEBUG_PROMISE_LEAKS) {
  const UNREAD = /[\\/]@pulumi[\\/]pulumi[\\/]runtime[\\/]debuggable\.js$/;
  let prepare = Error.prepareStackTrace;
  let light;
  Object.defineProperty(Error, 'prepareStackTrace', {
    configurable: true,
    get: () => light ?? prepare,
    set: (given) => {
      prepare = given;
      light =
        typeof given === 'function'
          ? (error, frames) =>
              UNREAD.test(frames[0]?.getFileName() ?? '') ? String(error) : given(error, frames)
          : undefined;
    },
  });
}
