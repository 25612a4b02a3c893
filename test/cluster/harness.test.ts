import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type KubernetesObject, LocalCluster, MISSING_IMAGE_DIGEST, refTo, until } from '@plinth/testing';
import { engines, useCluster } from './_cluster';

const cluster = useCluster({ name: 'harness' });

const NAMESPACE = refTo('v1', 'Namespace', 'harness');

beforeAll(async () => {
  await cluster().api.apply(NAMESPACE);
});

function deployment(name: string, image: string): KubernetesObject {
  const labels = { app: name };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'harness' },
    spec: {
      replicas: 3,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: 'app', image }] } },
    },
  };
}

test('nine nodes in three zones are ready', async () => {
  const nodes = await cluster().api.list('v1', 'Node');
  const zones = nodes.map(({ metadata }) => metadata.labels?.['topology.kubernetes.io/zone']);
  expect(nodes).toHaveLength(9);
  expect(new Set(zones)).toEqual(new Set(cluster().nodes.zones));
});

test('pods are scheduled, started and, after a while, ready', async () => {
  const { api } = cluster();
  await api.apply(deployment('good', 'registry.example/good:1'));
  await until('three are ready', async () => {
    const { status } = await api.get(refTo('apps/v1', 'Deployment', 'good', 'harness'));
    return status.readyReplicas === 3;
  });
});

test('a pod whose image is missing stays what it is, as a kubelet would report it', async () => {
  const { api } = cluster();
  await api.apply(deployment('missing', `registry.example/missing@${MISSING_IMAGE_DIGEST}`));
  await until('all wait for their image', async () => {
    const pods = await api.list('v1', 'Pod', { namespace: 'harness', labels: 'app=missing' });
    const reasons = pods.map(({ status }) => status.containerStatuses?.[0]?.state.waiting?.reason);
    return pods.length === 3 && reasons.every((reason) => reason === 'ImagePullBackOff');
  });
});

test('a watch tells what exists, then every change', async () => {
  const { api } = cluster();
  const seen: string[] = [];
  const stop = new AbortController();
  const config = (value: string) => ({ ...refTo('v1', 'ConfigMap', 'watched', 'harness'), data: { value } });
  await api.apply(config('0'));
  await api.watch('v1', 'ConfigMap', ({ type, object }) => seen.push(`${type} ${object.data?.value}`), {
    namespace: 'harness',
    labels: '',
    signal: stop.signal,
  });
  for (const value of ['1', '2', '3']) await api.apply(config(value));
  await api.delete(config(''));
  await until('it was told that the object is gone', async () =>
    seen.some((line) => line.startsWith('DELETED')),
  );
  stop.abort();
  expect(seen.filter((line) => !line.endsWith('undefined'))).toEqual([
    'ADDED 0',
    'MODIFIED 1',
    'MODIFIED 2',
    'MODIFIED 3',
    'DELETED 3',
  ]);
});

test('fails when a field is unknown, and says which', async () => {
  const wrong = { ...deployment('wrong', 'x'), spec: { replicaz: 3 } } as unknown as KubernetesObject;
  await expect(cluster().api.apply(wrong)).rejects.toThrow(/replicaz: field not declared in schema/);
});

test('nothing is left of a cluster that stopped, and the logs when they are wanted', async () => {
  const kept = await LocalCluster.start({ engines: await engines(), name: 'kept', nodesPerZone: 1 });
  await kept.stop({ keepLogs: true });
  expect(readdirSync(kept.workspace.path)).toEqual(['logs']);
  expect(readdirSync(kept.workspace.file('logs'))).toContain('kube-apiserver.log');
  kept.workspace.remove({ keepLogs: false });
  expect(existsSync(kept.workspace.path)).toBe(false);
});

test('fails when a program of the cluster ends by itself, and says which and where its log is', async () => {
  const broken = await LocalCluster.start({ engines: await engines(), name: 'broken', nodesPerZone: 1 });
  const scheduler = broken.controlPlane.process('kube-scheduler');
  scheduler.signal('SIGKILL');
  await until('it is gone', async () => !scheduler.isRunning);
  await expect(broken.stop()).rejects.toThrow(/kube-scheduler: signal SIGKILL; logs: .*logs$/);
  broken.workspace.remove({ keepLogs: false });
});

test('fails when an engine does not start, with the end of its log, which stays', async () => {
  const flags = { 'kube-apiserver': { 'no-such-flag': 'true' } };
  const start = LocalCluster.start({ engines: await engines(), name: 'wrong-flag', flags });
  const { message } = await start.then(
    () => new Error('it started'),
    (error: Error) => error,
  );
  expect(message).toMatch(/^kube-apiserver ended before it was ready[\s\S]*unknown flag: --no-such-flag/);
  const [, log = ''] = /log (\S+) ends with/.exec(message) ?? [];
  expect(existsSync(log)).toBe(true);
  rmSync(dirname(dirname(log)), { recursive: true });
});

test('a worker of Jest ends when Jest is gone, and with it what it started', async () => {
  const environment = JSON.stringify(join(__dirname, '_environment.js'));
  const program = `require(${environment}); setInterval(() => undefined, 1000); process.send('up')`;
  const worker = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  await once(worker, 'message');
  worker.disconnect();
  expect(await once(worker, 'exit')).toEqual([1, null]);
});
