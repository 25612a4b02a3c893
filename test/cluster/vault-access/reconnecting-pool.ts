import { type PostgresLogin, type PostgresServer, until } from '@plinth/testing';

const SESSIONS = 12;

/** Sessions of one account, each of which comes again at once when it is ended, as programs do. */
export class ReconnectingPool {
  readonly #server: PostgresServer;
  readonly #login: PostgresLogin;
  readonly #workers: Promise<string>[];
  #isTakenBack = false;

  private constructor(server: PostgresServer, login: PostgresLogin) {
    this.#server = server;
    this.#login = login;
    this.#workers = Array.from({ length: SESSIONS }, () => this.#work());
  }

  /** All of its sessions are there. */
  static async of(server: PostgresServer, login: PostgresLogin): Promise<ReconnectingPool> {
    const pool = new ReconnectingPool(server, login);
    const found = `SELECT 1 FROM pg_stat_activity WHERE usename = '${login.user}' AND wait_event = 'PgSleep'`;
    await until('all sessions are there', async () => (await pool.#asAdmin(found)).length === SESSIONS);
    return pool;
  }

  /** With what each session was told, after the account was taken back, that it has none; or that it still had one. */
  async ended(): Promise<string[]> {
    this.#isTakenBack = true;
    return Promise.all(this.#workers);
  }

  /** Sessions of accounts that are gone. */
  sessionsOfNobody(): Promise<readonly object[]> {
    return this.#asAdmin(
      'SELECT usesysid FROM pg_stat_activity WHERE usesysid IS NOT NULL AND usesysid NOT IN (SELECT oid FROM pg_roles)',
    );
  }

  #asAdmin(statement: string): Promise<readonly object[]> {
    return this.#server.sql(this.#server.admin, statement);
  }

  async #work(): Promise<string> {
    for (;;) {
      try {
        await this.#server.sql(this.#login, 'SELECT pg_sleep(4)');
        if (this.#isTakenBack) return 'a session that lived on';
      } catch (error) {
        const { code = String(error) } = error as { readonly code?: string };
        if (code === LOCKED_OUT || code === UNKNOWN) return 'refused';
        if (code !== ENDED) return code;
      }
    }
  }
}

/** @see https://www.postgresql.org/docs/current/errcodes-appendix.html */
const [ENDED, LOCKED_OUT, UNKNOWN] = ['57P01', '28000', '28P01'];
