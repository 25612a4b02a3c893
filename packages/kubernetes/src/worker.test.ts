import { rendered, testChart, workerProps } from './chart.fixture';
import { Worker } from './index';

test('a worker has no service and no way in, and is otherwise as a web service', () => {
  const worker = new Worker(testChart(), 'worker', workerProps());
  expect(
    rendered(worker)
      .map((object) => object.kind)
      .sort(),
  ).toEqual(['Deployment', 'NetworkPolicy', 'PodDisruptionBudget', 'ServiceAccount']);
  expect(worker.nodes.deployment.toJson().spec.template.spec.containers[0]).toMatchObject({
    ports: [{ name: 'health', containerPort: 8081 }],
    readinessProbe: { httpGet: { path: '/readyz', port: 'health' } },
  });
});

test('its health port can be another', () => {
  const worker = new Worker(testChart(), 'worker', workerProps({ ports: { health: 9000 } }));
  expect(worker.nodes.deployment.toJson().spec.template.spec.containers[0]?.ports).toEqual([
    { name: 'health', containerPort: 9000 },
  ]);
});
