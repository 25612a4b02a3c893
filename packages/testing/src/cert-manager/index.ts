export { CertManager, type CertManagerOptions } from './cert-manager';
export type { InstalledChartOptions } from './installed-chart';
export { TrustManager } from './trust-manager';
