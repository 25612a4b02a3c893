const { KeyRing, ServiceAgents, Topic } = require('@plinth/cloud');
const { Provider } = require('@pulumi/gcp');

const place = { project: 'example-live', labels: { owner: 'retail' } };
const location = 'europe-west6';
const options = { provider: new Provider('google-cloud', { project: place.project, region: location }) };

const agents = new ServiceAgents('agents', { project: place.project, agents: ['pubsub'] }, options);
const topics = { rotationDays: 90, users: [agents.of('pubsub')] };
const keys = new KeyRing('keys', { ...place, location, ringName: 'data', keys: { topics } }, options);
const orders = new Topic(
  'orders',
  { ...place, topicName: 'orders', key: keys.key('topics'), region: location },
  options,
);
orders.grantPublish({ name: 'shop', member: 'serviceAccount:shop@example-live.iam.gserviceaccount.com' });
exports.orders = orders.id;
