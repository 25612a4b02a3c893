import { type Problem, show } from '@plinth/errors';

/** What PostgreSQL writes into its log and whom it lets in, as CIS and PCI DSS ask; by flag. */
const FLAGS: Readonly<Record<string, string>> = {
  'cloudsql.enable_pgaudit': 'on',
  'cloudsql.iam_authentication': 'on',
  log_checkpoints: 'on',
  log_connections: 'on',
  log_disconnections: 'on',
  log_duration: 'on',
  log_hostname: 'on',
  log_lock_waits: 'on',
  // Texts of statements may hold personal data: those that only take long are not logged.
  log_min_duration_statement: '-1',
  log_min_error_statement: 'error',
  log_min_messages: 'warning',
  log_statement: 'ddl',
  log_temp_files: '0',
  'pgaudit.log': 'ddl,role',
};

const VERSION = /^POSTGRES_\d{2}$/;
const CUSTOM = /^db-custom-\d{1,3}-\d{4,6}$/;
const OPTIMIZED = /^db-perf-optimized-N-\d{1,3}$/;
const MOST_GIB = 65_536;
const GROWTH = 4;

export function databaseFlags(): { name: string; value: string }[] {
  return Object.entries(FLAGS).map(([name, value]) => ({ name, value }));
}

/**
 * The edition that has machines of this kind; without a word Google takes the dearer one.
 * @see https://cloud.google.com/sql/docs/postgres/editions-intro
 */
export function editionOf(tier: string): 'ENTERPRISE' | 'ENTERPRISE_PLUS' {
  return OPTIMIZED.test(tier) ? 'ENTERPRISE_PLUS' : 'ENTERPRISE';
}

/** Where growth by itself ends: a runaway query must not buy disks without end, and disks never shrink. */
export function diskLimitGiB(diskGiB: number): number {
  return Math.min(diskGiB * GROWTH, MOST_GIB);
}

export function machineProblems(
  where: string,
  version: string,
  { tier, diskGiB }: { readonly tier: string; readonly diskGiB: number },
): Problem[] {
  const problems: Problem[] = [];
  if (!VERSION.test(version)) {
    problems.push({
      code: 'database-version',
      where: `${where}: version`,
      found: show(version),
      allowed: 'a version of PostgreSQL such as "POSTGRES_18"',
      fix: 'write the newest that Cloud SQL has',
    });
  }
  if (!CUSTOM.test(tier) && !OPTIMIZED.test(tier)) {
    problems.push({
      code: 'database-tier',
      where: `${where}: machine.tier`,
      found: show(tier),
      allowed: '"db-custom-" with processors and MiB of memory, or "db-perf-optimized-N-" with processors',
      fix: 'write for example "db-custom-2-8192"; machines with shared processors promise nothing',
    });
  }
  if (!Number.isInteger(diskGiB) || diskGiB < 10 || diskGiB > MOST_GIB) {
    problems.push({
      code: 'database-disk',
      where: `${where}: machine.diskGiB`,
      found: show(diskGiB),
      allowed: `10 to ${MOST_GIB} whole GiB`,
      fix: 'write what it needs today: it grows by itself',
    });
  }
  return problems;
}
