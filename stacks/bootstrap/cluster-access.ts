import { Provider } from '@pulumi/kubernetes';
import { type Output, output } from '@pulumi/pulumi';

/**
 * A way into the cluster for whoever runs this program, under her own identity: the endpoint has a public
 * certificate, and a short-lived token comes from her Google credentials.
 * @see https://cloud.google.com/kubernetes-engine/docs/how-to/cluster-access-for-kubectl
 */
export function clusterAccess(name: string, endpoint: Output<string>): Provider {
  return new Provider(name, {
    kubeconfig: output(endpoint).apply((host) => JSON.stringify(kubeconfig(name, host))),
    enableServerSideApply: true,
  });
}

function kubeconfig(name: string, host: string) {
  return {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name, cluster: { server: `https://${host}` } }],
    users: [
      {
        name,
        user: {
          exec: {
            apiVersion: 'client.authentication.k8s.io/v1',
            command: 'gke-gcloud-auth-plugin',
            provideClusterInfo: true,
            interactiveMode: 'Never',
          },
        },
      },
    ],
    contexts: [{ name, context: { cluster: name, user: name } }],
    'current-context': name,
  };
}
