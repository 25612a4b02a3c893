import type { Access, AccessGrant } from '@plinth/model';
import { table } from './table';

/** One login: who it is, and each path with what it is for. */
export function accessText({
  role,
  kind,
  squad,
  contact,
  serviceAccount,
  environments,
  grants,
}: Access): string {
  const rows = grants.map((grant) => [
    grant.path,
    grant.capabilities.join(', '),
    grant.file ?? '-',
    whyOf(grant),
  ]);
  return [
    `${role} (${kind}) of ${squad}, ${contact}`,
    `ServiceAccount ${serviceAccount} in ${environments.join(', ')}`,
    table(['path', 'may', 'file', 'why'], rows),
  ].join('\n');
}

/** Every secret of everybody, one line each. */
export function accessMatrix(accesses: readonly Access[]): string {
  return table(HEADER, rowsOf(accesses));
}

const HEADER = ['login', 'squad', 'path', 'file', 'holds', 'declared'];

function rowsOf(accesses: readonly Access[]): string[][] {
  return accesses.flatMap(({ role, squad, grants }) =>
    grants
      .filter(({ secret }) => secret !== undefined)
      .map((grant) => [role, squad, grant.path, grant.file ?? '-', contentOf(grant), grant.declared ?? '-']),
  );
}

/** The reason is a line that somebody wrote and somebody approved. */
function whyOf(grant: AccessGrant): string {
  if (grant.declared === undefined) return OWN[grant.path] ?? 'its own token';
  const asked = grant.asked === undefined ? '' : `, asked for at ${grant.asked}`;
  return `${grant.declared}${asked}: ${contentOf(grant)}`;
}

const OWN: Readonly<Record<string, string>> = {
  'sys/leases/renew': 'accounts that were made for it live on while it asks',
};

function contentOf({ account, field }: AccessGrant): string {
  if (account === undefined) return field === undefined ? 'all fields, as JSON' : `the field "${field}"`;
  const { database, schema, reads } = account;
  const others = reads.length === 0 ? '' : `, reads ${reads.join(', ')}`;
  return `an account of ${database} that owns the schema ${schema}${others}`;
}

const HEAD = `# Who may read what in Vault

Written by \`plinth vault access --markdown\`; what is edited here is lost. Each row is one file of one login, and the line that asks for
it. Nobody else may read the path: policies are made of the same declarations, and a test asks a real Vault for every login and every path.
A login may also renew and give back its own token and its own accounts; \`plinth vault access <service>\` shows that too. Certificates are not
here: they are signed, not read, for cert-manager alone, each under a role of one service's own (\`manifests/<env>/certificates.json\`).

`;

/** The matrix as a page for people who audit. */
export function accessPage(accesses: readonly Access[]): string {
  const rows = rowsOf(accesses).map((cells) =>
    cells.map((cell, column) => (CODE.includes(HEADER[column] ?? '') ? `\`${cell}\`` : cell)),
  );
  const lines = [HEADER, HEADER.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  return `${HEAD}${lines.join('\n')}\n`;
}

const CODE = ['path', 'file', 'declared'];
