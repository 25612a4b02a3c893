import { MASKED } from './plan';
import { failure, planOf } from './written-program.fixture';

jest.setTimeout(60_000);

const stack = `
config:
  written:password:
    secure: v1:AAAAciphertext
  written:database:
    user: app
    password:
      secure: v1:BBBBciphertext
  written:size:
    secure: v1:CCCCciphertext
`;
const project = 'config:\n  size:\n    type: integer\n    secret: true\n';

test('a secret is masked wherever it goes, and ciphertext is neither decrypted nor shown', async () => {
  const main = `
    const gcp = require('@pulumi/gcp');
    const config = new pulumi.Config();
    const password = config.requireSecret('password');
    new gcp.sql.User('user', {
      instance: pulumi.secret('hidden-instance'),
      password: password.apply((text) => 'prefix ' + text),
      name: 'plain',
    });
    const user = new gcp.sql.User('plain', { instance: 'open', password: 'in plain text' });
    new gcp.storage.Bucket('bucket', {
      location: 'here',
      labels: { from: user.password, nested: pulumi.secret({ deep: ['deep-secret'] }).apply((o) => o.deep[0]) },
    });
    module.exports = {
      password,
      database: config.requireSecretObject('database'),
      size: config.requireSecretNumber('size'),
      open: 'open',
    };`;
  const plan = await planOf({ stack, project, main });
  const text = JSON.stringify(plan);
  expect(text).not.toMatch(/ciphertext|hidden-instance|deep-secret|prefix|in plain text/);
  const user = plan.resources.find(({ name }) => name === 'user');
  expect(user?.inputs).toEqual({ instance: MASKED, name: 'plain', password: MASKED });
  expect(plan.resources.find(({ name }) => name === 'bucket')?.inputs.labels).toEqual({
    from: MASKED,
    nested: MASKED,
  });
  expect(plan.outputs).toEqual({ database: MASKED, open: 'open', password: MASKED, size: MASKED });
});

test('fails when a program ends with a secret in its message, without showing it', async () => {
  const main = `
    const gcp = require('@pulumi/gcp');
    const user = new gcp.sql.User('user', { instance: 'one', password: pulumi.secret('hunter2-in-clear') });
    module.exports = user.urn.apply(() => { throw new pulumi.RunError('refused: hunter2-in-clear'); });`;
  const { message } = await failure(planOf({ main }));
  expect(message).toBe(`refused: ${MASKED}`);
});

test('fails when a program crashes after printing a secret, without showing it', async () => {
  const main = `
    const gcp = require('@pulumi/gcp');
    const user = new gcp.sql.User('user', { instance: 'one', password: pulumi.secret('hunter2-in-clear') });
    module.exports = user.urn.apply(() => { console.log('hunter2-in-clear'); throw new Error('hunter2-in-clear'); });`;
  const { message } = await failure(planOf({ main }));
  expect(message).toContain(`Error: ${MASKED}`);
  expect(message).not.toContain('hunter2');
});
