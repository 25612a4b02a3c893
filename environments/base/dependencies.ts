import { externalDependency } from '@plinth/model';

export const exchangeDatabase = externalDependency('exchange-database', {
  squad: 'exchange',
  description: 'PostgreSQL of the exchange in Cloud SQL: orders, trades, ledger',
  ports: { postgres: 5432 },
  trust: 'cloud-sql',
  cloudSql: { version: 'POSTGRES_18' },
});

export const walletDatabase = externalDependency('wallet-database', {
  squad: 'wallet',
  description: 'PostgreSQL of the wallet in Cloud SQL: addresses, devices, history',
  ports: { postgres: 5432 },
  trust: 'cloud-sql',
  cloudSql: { version: 'POSTGRES_18' },
});

export const bankDatabase = externalDependency('bank-database', {
  squad: 'bank',
  description: 'PostgreSQL of the bank in Cloud SQL: accounts, payments, statements',
  ports: { postgres: 5432 },
  trust: 'cloud-sql',
  cloudSql: { version: 'POSTGRES_18' },
});

export const workspaceDatabase = externalDependency('workspace-database', {
  squad: 'workspace',
  description: 'PostgreSQL of the workspace in Cloud SQL: teams, roles, reports',
  ports: { postgres: 5432 },
  trust: 'cloud-sql',
  cloudSql: { version: 'POSTGRES_18' },
});

export const rabbitmq = externalDependency('rabbitmq', {
  squad: 'platform',
  description: 'RabbitMQ cluster on virtual machines, run by the platform squad',
  ports: { amqps: 5671 },
  trust: 'company-ca',
});

export const mailRelay = externalDependency('mail-relay', {
  squad: 'platform',
  description: 'Mail relay of the company in the Zurich data centre',
  ports: { smtps: 465 },
  trust: 'company-ca',
});

export const bankSwiftApi = externalDependency('bank-swift-api', {
  squad: 'bank',
  description: 'Payment API of the correspondent bank, behind its Swift gateway',
  ports: { https: 443 },
  trust: 'public-ca',
});

export const kleverNetwork = externalDependency('klever-network', {
  squad: 'chain',
  description: 'Peers of the Klever blockchain, anywhere on the internet',
  ports: { p2p: 37373 },
  trust: 'peer-key',
  reach: 'internet',
});
