import { runProgram } from '@plinth/pulumi';
import { Duration } from '@plinth/units';
import {
  AccessPolicy,
  AuditTrail,
  CertificateAuthority,
  DatabaseLogins,
  KubernetesLogin,
  KvStore,
  PeopleLogin,
  ServerLimits,
} from '@plinth/vault';
import { secret } from '@pulumi/pulumi';

const life = (hours: number) => ({ ttl: Duration.hours(1), maxTtl: Duration.hours(hours) });

export = () =>
  runProgram(() => {
    new AuditTrail('audit', { file: '/vault/audit/audit.log' });
    new ServerLimits('limits', { requests: 500, logins: { 'auth/pods/login': 50 }, minQuorum: 3 });
    new ServerLimits('single', { requests: 500, logins: {} });
    new KvStore('values', { mountPath: 'kv', versions: 10 });
    const authority = new CertificateAuthority('pki', {
      mountPath: 'pki',
      rootMountPath: 'pki-root',
      commonName: 'shop services',
      organization: 'acme',
      address: 'https://vault.vault.svc:8200',
      life: { root: Duration.hours(87_600), issuing: Duration.hours(26_280) },
    });
    const databases = new DatabaseLogins('database', { mountPath: 'database', lease: life(24) });
    databases.addCloudSql({
      databaseName: 'orders',
      instance: 'acme-test:europe-west6:orders',
      user: 'vault@acme-test.iam',
      administrator: 'cloudsqlsuperuser',
      accounts: {
        'shop.database': { schema: 'shop', reader: 'shop:read', reads: ['stock:read'] },
        'stock.database': { schema: 'stock', reader: 'stock:read', reads: [] },
      },
    });
    const pods = new KubernetesLogin('pods', {
      mountPath: 'pods',
      apiServer: 'https://kubernetes.default.svc',
      audience: 'vault',
      token: { ttl: Duration.minutes(20), maxTtl: Duration.hours(24) },
    });
    const shop = new AccessPolicy('service-shop', {
      policyName: 'service-shop',
      grants: [{ path: 'kv/data/retail/shop/relay', capabilities: ['read'] }],
    });
    pods.addRole({ roleName: 'shop', namespace: 'retail', serviceAccount: 'shop', policy: shop });
    authority.addRole({
      roleName: 'shop',
      dnsNames: ['shop.retail.svc', 'shop.retail.svc.cluster.local'],
      identity: 'spiffe://acme.example/ns/retail/sa/shop',
      usedBy: { server: true, client: false },
      life: Duration.hours(24),
    });
    pods.addRole({
      roleName: 'shop.issuer',
      namespace: 'retail',
      serviceAccount: 'shop.issuer',
      policy: new AccessPolicy('issuer-shop', {
        policyName: 'issuer-shop',
        grants: [{ path: 'pki/sign/shop', capabilities: ['update'] }],
      }),
      audience: 'vault://retail/shop',
      token: { ttl: Duration.minutes(5), maxTtl: Duration.minutes(5) },
    });
    const job = { roleName: 'shop-job', serviceAccount: 'shop-job', knownBy: 'name' } as const;
    pods.addRole({ ...job, namespace: 'retail', policy: shop });
    const people = new PeopleLogin('people', {
      mountPath: 'oidc',
      issuer: 'https://login.acme.example',
      clientId: 'vault',
      clientSecret: secret('of the provider'),
      policy: new AccessPolicy('person', {
        policyName: 'person',
        grants: [{ path: 'auth/token/revoke-self', capabilities: ['update'] }],
      }),
      token: life(8),
    });
    const retail = new AccessPolicy('squad-retail', {
      policyName: 'squad-retail',
      grants: [{ path: 'kv/data/retail', below: true, capabilities: ['update', 'create'] }],
    });
    people.addGroup({ groupName: 'squad-retail', claim: 'retail@acme.example', policy: retail });
  });
