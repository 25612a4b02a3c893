export { AppProject, type AppProjectObject, type AppProjectSpec } from './generated/app-project';
export { Application, type ApplicationObject, type ApplicationSpec } from './generated/application';
export {
  BackendTLSPolicy,
  type BackendTLSPolicyObject,
  type BackendTLSPolicySpec,
} from './generated/backend-tls-policy';
export { Bundle, type BundleObject, type BundleSpec } from './generated/bundle';
export { Certificate, type CertificateObject, type CertificateSpec } from './generated/certificate';
export { ClusterIssuer, type ClusterIssuerObject } from './generated/cluster-issuer';
export { Gateway, type GatewayObject, type GatewaySpec } from './generated/gateway';
export { GatewayClass, type GatewayClassObject, type GatewayClassSpec } from './generated/gateway-class';
export { HTTPRoute, type HTTPRouteObject, type HTTPRouteSpec } from './generated/http-route';
export { Issuer, type IssuerObject, type IssuerSpec } from './generated/issuer';
export {
  PrometheusRule,
  type PrometheusRuleObject,
  type PrometheusRuleSpec,
} from './generated/prometheus-rule';
export {
  ReferenceGrant,
  type ReferenceGrantObject,
  type ReferenceGrantSpec,
} from './generated/reference-grant';
