import type { KubernetesObject } from '../cluster/kubernetes-object';
import { programVariables } from './program-variables';

const CONFIGURATION: readonly KubernetesObject[] = [
  configMap('argocd-cm', { 'timeout.reconciliation': '120s', 'admin.enabled': 'false' }),
  configMap('argocd-cmd-params-cm', { 'reposerver.disable.tls': 'false', 'server.insecure': 'false' }),
  configMap('argocd-rbac-cm', { 'policy.csv': '' }),
];

test('a program is started with what the ConfigMaps say of it', () => {
  expect(programVariables('reposerver', CONFIGURATION)).toEqual({
    ARGOCD_RECONCILIATION_TIMEOUT: '120s',
    ARGOCD_REPO_SERVER_DISABLE_TLS: 'false',
  });
  expect(programVariables('controller', CONFIGURATION)).toEqual({ ARGOCD_RECONCILIATION_TIMEOUT: '120s' });
});

test('fails when a key of a program would be handed to nobody', () => {
  const misspelt = configMap('argocd-cmd-params-cm', { 'controller.strict.tls': 'true' });
  expect(() => programVariables('controller', [misspelt])).toThrow(
    'no variable of the controller for controller.strict.tls',
  );
});

function configMap(name: string, data: Readonly<Record<string, string>>): KubernetesObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data };
}
