export { AccessPolicy, type AccessPolicyArgs } from './access-policy';
export type { Transform } from './component';
export { KubernetesLogin, type KubernetesLoginArgs, type KubernetesRole } from './kubernetes-login';
export { KvStore, type KvStoreArgs } from './kv-store';
export type { Capability, Grant } from './policy-text';
export type { TokenLife } from './token';
