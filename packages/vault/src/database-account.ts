import { identifier, literal, textArray } from './sql';

/** Whose account it is in the database. */
export interface DatabaseOwner {
  /** The schema that everything is made in, and the role without login that owns it. */
  readonly schema: string;
  /** The role that may read the tables of the schema, now and later. */
  readonly reader: string;
  /** Readers of other schemas that it is. */
  readonly reads: readonly string[];
}

export interface AccountStatements {
  readonly creation: readonly string[];
  readonly renewal: readonly string[];
  readonly revocation: readonly string[];
}

/** Vault puts in the name of the account, which it makes of letters, digits, hyphens and dots. */
const NAME = '{{name}}';

/**
 * What Vault says to PostgreSQL for an account that acts as its owner. All that it makes belongs to the owner and
 * outlives it; by itself it can do nothing. Vault says each list between BEGIN and COMMIT; each can be said again, and
 * by two at once; none of it needs a superuser.
 *
 * A text with the word END in it is one statement to Vault, whatever semicolons are in it.
 * @param administrator the role in which all of it is done, so that whoever is a member can go on with what another began
 */
export function accountStatements(owner: DatabaseOwner, administrator: string): AccountStatements {
  const act = `SET LOCAL ROLE ${identifier(administrator)}`;
  const group = identifier(owner.schema);
  return {
    creation: [
      act,
      setUp(owner),
      `CREATE ROLE "${NAME}" LOGIN NOINHERIT PASSWORD '{{password}}' VALID UNTIL '{{expiration}}' IN ROLE ${group}`,
      // From its first statement on.
      `ALTER ROLE "${NAME}" SET role TO ${literal(owner.schema)}`,
    ],
    renewal: [act, `ALTER ROLE "${NAME}" VALID UNTIL '{{expiration}}'`],
    // Two transactions: whoever reconnects at once gets in for as long as the first is not committed.
    revocation: [act, lockOut(), 'COMMIT', 'BEGIN', act, takeBack(group)],
  };
}

/** The owner, its schema, its reader, and whose readers it is: exactly those. */
function setUp({ schema, reader, reads }: DatabaseOwner): string {
  const group = identifier(schema);
  const others = [...new Set(reads)].sort();
  return block([
    // Two that find nothing would both make it.
    `PERFORM pg_advisory_xact_lock(hashtext('accounts'));`,
    ...[schema, reader, ...others].flatMap((role) => [
      `IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = ${literal(role)}) THEN`,
      `  CREATE ROLE ${identifier(role)} NOLOGIN;`,
      `END IF;`,
    ]),
    // Who makes a role may give it away, and from PostgreSQL 16 on is not a member of it.
    `IF NOT pg_has_role(${literal(schema)}, 'USAGE') THEN`,
    `  GRANT ${group} TO CURRENT_USER;`,
    `END IF;`,
    `CREATE SCHEMA IF NOT EXISTS ${group} AUTHORIZATION ${group};`,
    `IF NOT has_schema_privilege(${literal(reader)}, ${literal(schema)}, 'USAGE') THEN`,
    `  GRANT USAGE ON SCHEMA ${group} TO ${identifier(reader)};`,
    `  GRANT SELECT ON ALL TABLES IN SCHEMA ${group} TO ${identifier(reader)};`,
    `  ALTER DEFAULT PRIVILEGES FOR ROLE ${group} IN SCHEMA ${group} GRANT SELECT ON TABLES TO ${identifier(reader)};`,
    `END IF;`,
    ...others.flatMap((role) => [
      `IF NOT pg_has_role(${literal(schema)}, ${literal(role)}, 'MEMBER') THEN`,
      `  GRANT ${identifier(role)} TO ${group};`,
      `END IF;`,
    ]),
    `FOR other IN`,
    `  SELECT granted.rolname FROM pg_auth_members`,
    `  JOIN pg_roles granted ON granted.oid = pg_auth_members.roleid`,
    `  JOIN pg_roles member ON member.oid = pg_auth_members.member`,
    `  WHERE member.rolname = ${literal(schema)} AND granted.rolname <> ALL (${textArray(others)})`,
    `LOOP`,
    `  EXECUTE format('REVOKE %I FROM %I', other, ${literal(schema)});`,
    `END LOOP;`,
  ]);
}

/** Who comes from now on is not let in. */
function lockOut(): string {
  return block([
    `IF EXISTS (SELECT FROM pg_roles WHERE rolname = '${NAME}') THEN`,
    `  ALTER ROLE "${NAME}" NOLOGIN;`,
    `END IF;`,
  ]);
}

/** Seconds for those who are being let in: that takes milliseconds, but who only knocks may take a minute. */
const LETTING_IN = 2;

/**
 * Nothing is left of it: neither its sessions, nor what somebody has given it, nor what it has made for itself. While a
 * session lives on, the account stays, locked out, and Vault tries again: of an account that is gone, nobody may end it.
 *
 * Who was let in just before is in no list of sessions yet, but is in a transaction already, of no database.
 */
function takeBack(group: string): string {
  return block([
    `IF EXISTS (SELECT FROM pg_roles WHERE rolname = '${NAME}') THEN`,
    `  GRANT "${NAME}" TO CURRENT_USER;`,
    `  begun := ARRAY(`,
    `    SELECT virtualxid FROM pg_locks LEFT JOIN pg_stat_activity AS session USING (pid)`,
    `    WHERE locktype = 'virtualxid' AND session.datid IS NULL`,
    `  );`,
    `  WHILE clock_timestamp() < now() + interval '${LETTING_IN} seconds'`,
    `    AND EXISTS (SELECT FROM pg_locks WHERE virtualxid = ANY (begun))`,
    `  LOOP`,
    `    PERFORM pg_sleep(0.01);`,
    `  END LOOP;`,
    // Else the list of sessions is the one from before.
    `  PERFORM pg_stat_clear_snapshot();`,
    `  PERFORM pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = '${NAME}';`,
    `  PERFORM pg_stat_clear_snapshot();`,
    `  IF EXISTS (SELECT FROM pg_stat_activity WHERE usename = '${NAME}') THEN`,
    `    RAISE EXCEPTION 'a session of ${NAME} does not end';`,
    `  END IF;`,
    `  REASSIGN OWNED BY "${NAME}" TO ${group};`,
    `  DROP OWNED BY "${NAME}";`,
    `  DROP ROLE "${NAME}";`,
    `END IF;`,
  ]);
}

function block(lines: readonly string[]): string {
  return [
    'DO $plinth$',
    'DECLARE',
    '  other text;',
    '  begun text[];',
    'BEGIN',
    ...lines.map((line) => `  ${line}`),
    'END',
    '$plinth$',
  ].join('\n');
}
