import { cloudControls } from './cloud-controls';
import type { Control, LeftControl } from './control';
import { manifestControls } from './manifest-controls';

const NODE_FILES =
  'files of nodes are those of Container-Optimized OS, which Google builds and of which nobody changes one';

/** The controls that we do not keep ourselves. */
const leftControls: readonly LeftControl[] = [
  {
    id: '3.1.1',
    title: 'Ensure that the proxy kubeconfig file permissions are set to 644 or more restrictive',
    owner: 'google',
    reason: NODE_FILES,
  },
  {
    id: '3.1.2',
    title: 'Ensure that the proxy kubeconfig file ownership is set to root:root',
    owner: 'google',
    reason: NODE_FILES,
  },
  {
    id: '3.1.3',
    title: 'Ensure that the kubelet configuration file has permissions set to 644',
    owner: 'google',
    reason: NODE_FILES,
  },
  {
    id: '3.1.4',
    title: 'Ensure that the kubelet configuration file ownership is set to root:root',
    owner: 'google',
    reason: NODE_FILES,
  },
  {
    id: '4.5.1',
    title: 'Configure Image Provenance using ImagePolicyWebhook admission controller',
    owner: 'register',
    reason: 'checkov/CKV_GCP_66',
  },
  {
    id: '5.7.2',
    title: 'Enable Linux auditd logging',
    owner: 'declined',
    reason:
      'the agent would be a privileged pod on every node; audit logs of Kubernetes and of Google Cloud are kept instead, in a bucket that is locked',
  },
  {
    id: '5.10.3',
    title: 'Consider GKE Sandbox for running untrusted workloads',
    owner: 'declined',
    reason:
      'nothing that others wrote runs by their choice: every image is of the own registry, and by digest (5.1.4)',
  },
];

/** Every control of the benchmark, in its order. */
export const controls: readonly Control[] = [...cloudControls, ...manifestControls, ...leftControls].sort(
  (one, other) => one.id.localeCompare(other.id, 'en', { numeric: true }),
);
