/**
 * What Google would say to the questions of this program: things that exist with a project, and whose names only
 * Google knows. In a plan they are symbols, as outputs are.
 */
const symbol = (token: string, property: string) => `\${${token}.${property}}`;

const answered = (token: string, ...properties: readonly string[]) => ({
  [token]: () => Object.fromEntries(properties.map((property) => [property, symbol(token, property)])),
});

type Inputs = { readonly [key: string]: unknown };

const CLUSTER = 'gcp:container/cluster:Cluster';
const AUTHORIZATION = 'gcp:certificatemanager/dnsAuthorization:DnsAuthorization';

export const answers = {
  /** Fields that Google adds inside of what the program says. */
  [CLUSTER]: (name: string, inputs: Inputs) => {
    const endpoints = inputs.controlPlaneEndpointsConfig as { readonly dnsEndpointConfig: object };
    const of = (property: string) => symbol(`${CLUSTER}.${name}`, property);
    return {
      controlPlaneEndpointsConfig: {
        ...endpoints,
        dnsEndpointConfig: { ...endpoints.dnsEndpointConfig, endpoint: of('dnsEndpoint') },
      },
      masterAuth: { ...(inputs.masterAuth as object), clusterCaCertificate: of('clusterCaCertificate') },
    };
  },
  /** Where Google looks for the proof that a host is ours. */
  [AUTHORIZATION]: (name: string) => {
    const of = (property: string) => symbol(`${AUTHORIZATION}.${name}`, property);
    return { dnsResourceRecords: [{ name: of('recordName'), type: 'CNAME', data: of('recordData') }] };
  },
  ...answered('gcp:organizations/getProject:getProject', 'number'),
  ...answered('gcp:logging/getProjectCmekSettings:getProjectCmekSettings', 'serviceAccountId'),
  ...answered('gcp:storage/getProjectServiceAccount:getProjectServiceAccount', 'member', 'emailAddress'),
};
