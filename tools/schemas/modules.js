'use strict';
const { execFileSync } = require('node:child_process');

/** Where the schemas come from: exact versions, with the checksums that Go's checksum database knows. */
const modules = {
  kubernetes: {
    path: 'k8s.io/kubernetes',
    version: 'v1.35.4',
    sum: 'h1:o/8dBC/pHVpYoGV4OAIytAlNPZbdYVTXJHoYvXC4qzM=',
  },
  argocd: {
    path: 'github.com/argoproj/argo-cd/v3',
    version: 'v3.2.11',
    sum: 'h1:3hkR11XCp/nlyM2cWr3qeUSGuZgi3JkFdMpzgL5qOR8=',
  },
  certManager: {
    path: 'github.com/cert-manager/cert-manager',
    version: 'v1.21.1',
    sum: 'h1:0LttV37Q5c2CBNoHkjuI8sLKTXWZDC2SwQkxrBMKV9w=',
  },
  trustManager: {
    path: 'github.com/cert-manager/trust-manager',
    version: 'v0.25.0',
    sum: 'h1:nGtkHH9wEacI5uACdsq8wqCKWsCw1PMrwHPJcrUFUXA=',
  },
  prometheusOperator: {
    path: 'github.com/prometheus-operator/prometheus-operator',
    version: 'v0.85.0',
    sum: 'h1:M5xLCLEoaW2IJfnuCwFzzpL+jSVQu3KGT84Pye+fW8s=',
  },
  gatewayApi: {
    path: 'sigs.k8s.io/gateway-api',
    version: 'v1.4.1',
    sum: 'h1:NPxFutNkKNa8UfLd2CMlEuhIPMQgDQ6DXNKG9sHbJU8=',
  },
};

/** The folder of a module; downloads it when Go's module cache has it not. */
function download({ path, version, sum }) {
  const answer = execFileSync('go', ['mod', 'download', '-json', `${path}@${version}`], { encoding: 'utf8' });
  const { Dir, Sum } = JSON.parse(answer);
  if (Sum !== sum) throw new Error(`${path}@${version}: checksum ${Sum}, expected ${sum}`);
  return Dir;
}

/** `k8s.io/kubernetes v1.35.4`: how a header names a source. */
function title({ path, version }) {
  return `${path} ${version}`;
}

module.exports = { modules, download, title };
