/** A digest of an image that no registry has: its pods never start. */
export const MISSING_IMAGE_DIGEST = `sha256:${'0'.repeat(64)}`;

/** A digest of an image whose program ends at once, again and again. */
export const CRASHING_IMAGE_DIGEST = `sha256:${'dead'.repeat(16)}`;

/** A digest of an image whose program runs and is never ready. */
export const UNREADY_IMAGE_DIGEST = `sha256:${'dead'.repeat(15)}beef`;

const IMAGES = '.spec.containers.[].image';
const ALIVE = { key: '.metadata.deletionTimestamp', operator: 'DoesNotExist' };
const POD_IP =
  '{{ PodIPWith .spec.nodeName ( or .spec.hostNetwork false ) ( or .metadata.uid "" ) ( or .metadata.name "" ) ( or .metadata.namespace "" ) }}';

/**
 * What a kubelet and its containers would report, as kwok's stages: nodes that are ready; pods that start, become ready after a while,
 * end when their job is done or when they are deleted; images that are missing or crash, told by their digest.
 * @see https://kwok.sigs.k8s.io/docs/user/stages-configuration/
 */
export function nodeStages(): object[] {
  return [nodeReady(), podStarted(), podReady(), podPullFails(), podCrashes(), podCompletes(), podEnds()];
}

function stage(name: string, kind: 'Node' | 'Pod', spec: object): object {
  return {
    apiVersion: 'kwok.x-k8s.io/v1alpha1',
    kind: 'Stage',
    metadata: { name },
    spec: { resourceRef: { apiGroup: 'v1', kind }, ...spec },
  };
}

function nodeReady(): object {
  const isReady = '.status.conditions.[] | select( .type == "Ready" ) | .status';
  return stage('node-ready', 'Node', {
    selector: { matchExpressions: [{ key: isReady, operator: 'NotIn', values: ['True'] }] },
    next: {
      statusTemplate: `
conditions:
{{ range NodeConditions }}
- { type: {{ .type | Quote }}, status: {{ .status | Quote }}, reason: {{ .reason | Quote }}, message: {{ .message | Quote }}, lastHeartbeatTime: {{ Now | Quote }}, lastTransitionTime: {{ Now | Quote }} }
{{ end }}
phase: Running
`,
    },
  });
}

function podStarted(): object {
  return stage('pod-started', 'Pod', {
    selector: {
      matchExpressions: [
        ALIVE,
        { key: '.status.podIP', operator: 'DoesNotExist' },
        { key: `${IMAGES} | select(endswith("${MISSING_IMAGE_DIGEST}"))`, operator: 'DoesNotExist' },
      ],
    },
    next: {
      statusTemplate: `
${conditions('False')}
${containers('ready: false, started: true, state: { running: { startedAt: {{ Now | Quote }} } }')}
${initContainers()}
hostIP: {{ NodeIPWith .spec.nodeName | Quote }}
podIP: ${POD_IP}
podIPs: [{ ip: ${POD_IP} }]
phase: Running
startTime: {{ Now | Quote }}
`,
    },
  });
}

/** Between started and ready lies what probes take: long enough that a rollout has to wait for it. */
function podReady(): object {
  return stage('pod-ready', 'Pod', {
    selector: {
      matchExpressions: [
        ALIVE,
        { key: '.status.phase', operator: 'In', values: ['Running'] },
        {
          key: '.status.conditions.[] | select( .type == "Ready" ) | .status',
          operator: 'In',
          values: ['False'],
        },
        { key: `${IMAGES} | select(endswith("${CRASHING_IMAGE_DIGEST}"))`, operator: 'DoesNotExist' },
        { key: `${IMAGES} | select(endswith("${UNREADY_IMAGE_DIGEST}"))`, operator: 'DoesNotExist' },
      ],
    },
    delay: { durationMilliseconds: 500, jitterDurationMilliseconds: 1500 },
    next: {
      statusTemplate: `
${conditions('True')}
${containers('ready: true, started: true, state: { running: { startedAt: {{ Now | Quote }} } }')}
`,
    },
  });
}

function podPullFails(): object {
  return stage('pod-pull-fails', 'Pod', {
    selector: {
      matchExpressions: [
        ALIVE,
        { key: `${IMAGES} | select(endswith("${MISSING_IMAGE_DIGEST}"))`, operator: 'Exists' },
        { key: '.status.containerStatuses.[].state.waiting.reason', operator: 'DoesNotExist' },
      ],
    },
    next: {
      statusTemplate: `
${conditions('False')}
${containers('ready: false, started: false, state: { waiting: { reason: ImagePullBackOff, message: "manifest unknown" } }')}
hostIP: {{ NodeIPWith .spec.nodeName | Quote }}
phase: Pending
`,
    },
  });
}

function podCrashes(): object {
  return stage('pod-crashes', 'Pod', {
    selector: {
      matchExpressions: [
        ALIVE,
        { key: '.status.phase', operator: 'In', values: ['Running'] },
        { key: `${IMAGES} | select(endswith("${CRASHING_IMAGE_DIGEST}"))`, operator: 'Exists' },
        { key: '.status.containerStatuses.[].state.waiting.reason', operator: 'DoesNotExist' },
      ],
    },
    delay: { durationMilliseconds: 500 },
    next: {
      statusTemplate: `
${conditions('False')}
${containers('ready: false, started: false, state: { waiting: { reason: CrashLoopBackOff, message: "back-off restarting failed container" } }', 5)}
`,
    },
  });
}

function podCompletes(): object {
  return stage('pod-completes', 'Pod', {
    selector: {
      matchExpressions: [
        ALIVE,
        {
          key: '.status.conditions.[] | select( .type == "Ready" ) | .status',
          operator: 'In',
          values: ['True'],
        },
        { key: '.status.phase', operator: 'In', values: ['Running'] },
        { key: '.metadata.ownerReferences.[].kind', operator: 'In', values: ['Job'] },
      ],
    },
    delay: { durationMilliseconds: 200 },
    next: {
      statusTemplate: `
${conditions('False')}
${containers('ready: false, started: false, state: { terminated: { exitCode: 0, reason: Completed, startedAt: {{ Now | Quote }}, finishedAt: {{ Now | Quote }} } }')}
phase: Succeeded
`,
    },
  });
}

/** Deleted pods go after a while, as if they had finished their requests. */
function podEnds(): object {
  return stage('pod-ends', 'Pod', {
    selector: { matchExpressions: [{ key: '.metadata.deletionTimestamp', operator: 'Exists' }] },
    delay: { durationMilliseconds: 300, jitterDurationMilliseconds: 900 },
    next: { finalizers: { empty: true }, delete: true },
  });
}

function conditions(ready: 'True' | 'False'): string {
  const condition = (type: string, status: string) =>
    `- { type: ${type}, status: "${status}", lastTransitionTime: {{ Now | Quote }} }`;
  return [
    'conditions:',
    condition('PodReadyToStartContainers', 'True'),
    condition('Initialized', 'True'),
    condition('ContainersReady', ready),
    condition('Ready', ready),
    condition('PodScheduled', 'True'),
  ].join('\n');
}

function containers(state: string, restarts = 0): string {
  return `containerStatuses:
{{ range .spec.containers }}
- { name: {{ .name | Quote }}, image: {{ .image | Quote }}, imageID: {{ .image | Quote }}, restartCount: ${restarts}, ${state} }
{{ end }}`;
}

/** Sidecars (`restartPolicy: Always`) run on, the others have done their work. */
function initContainers(): string {
  return `initContainerStatuses:
{{ range .spec.initContainers }}
{{ if eq ( or .restartPolicy "" ) "Always" }}
- { name: {{ .name | Quote }}, image: {{ .image | Quote }}, imageID: {{ .image | Quote }}, restartCount: 0, ready: true, started: true, state: { running: { startedAt: {{ Now | Quote }} } } }
{{ else }}
- { name: {{ .name | Quote }}, image: {{ .image | Quote }}, imageID: {{ .image | Quote }}, restartCount: 0, ready: true, started: false, state: { terminated: { exitCode: 0, reason: Completed, startedAt: {{ Now | Quote }}, finishedAt: {{ Now | Quote }} } } }
{{ end }}
{{ end }}`;
}
