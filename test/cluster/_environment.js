const { TestEnvironment } = require('jest-environment-node');

// A worker whose Jest was killed would go on with its test, and its cluster with it. Asked, not listened for: a listener
// would keep the worker alive when it is done.
if (process.connected) setInterval(() => process.connected || process.exit(1), 250).unref();

/** Tells a test file, by the time that it cleans up, whether one of its tests failed: then the logs stay. */
module.exports = class FailureAwareEnvironment extends TestEnvironment {
  handleTestEvent({ name }) {
    if (name === 'test_fn_failure' || name === 'hook_failure') this.global.plinthTestFailed = true;
  }
};
