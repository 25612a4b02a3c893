export { EnvoyProxy, type EnvoyProxyOptions } from './envoy-proxy';
export { MountedFiles } from './mounted-files';
