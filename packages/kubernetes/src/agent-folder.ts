/** Where Vault's agent finds what it alone reads; the authority of Vault's certificate lies there as well. */
export const AGENT_FOLDER = '/etc/vault-agent';
export const CONFIG_FILE = 'agent.json';
/** Who the pod is to Vault. */
export const TOKEN_FILE = 'token';
