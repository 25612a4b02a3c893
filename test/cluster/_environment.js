const { TestEnvironment } = require('jest-environment-node');

// A worker whose Jest was killed would go on with its test, and its cluster with it.
if (process.connected) process.once('disconnect', () => process.exit(1));

/** Tells a test file, by the time that it cleans up, whether one of its tests failed: then the logs stay. */
module.exports = class FailureAwareEnvironment extends TestEnvironment {
  handleTestEvent({ name }) {
    if (name === 'test_fn_failure' || name === 'hook_failure') this.global.plinthTestFailed = true;
  }
};
