import pg from "pg";

const TIMEOUT_MS = 5000;

/**
 * Runs `work` while no other process holds the lock of this name; undefined when another one has it. The lock belongs to
 * a session of its own, so `work` may take its time and call the network. Should that session break, the lock is free
 * again before `work` has ended: what it does has to be harmless when it is done twice.
 */
export async function withSessionLock<T>(url: string, name: string, work: () => Promise<T>): Promise<T | undefined> {
  const session = new pg.Client({
    connectionString: url,
    application_name: "atiende-lock",
    keepAlive: true,
    connectionTimeoutMillis: TIMEOUT_MS,
    query_timeout: TIMEOUT_MS,
  });
  // Without a listener a killed backend ends the whole process.
  session.on("error", () => undefined);
  try {
    await session.connect();
    const { rows } = await session.query("select pg_try_advisory_lock(hashtext($1)) as is_taken", [name]);
    return rows[0].is_taken ? await work() : undefined;
  } finally {
    await session.end().catch(() => undefined);
  }
}
