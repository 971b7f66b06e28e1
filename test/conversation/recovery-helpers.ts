import { createTwilioChannel } from "../../src/channels/index.ts";
import { createInbox, createRemoteBell, type RecoveryReport, recoverInbound } from "../../src/conversation/index.ts";
import { openDatabase } from "../../src/database/index.ts";
import { createSealer, silentLogger } from "../../src/shared/index.ts";
import type { TestDatabase } from "../support/database.ts";
import type { FakeTwilio } from "../support/fake-twilio.ts";

const MINUTE_MS = 60_000;

export const ago = (minutes: number) => new Date(Date.now() - minutes * MINUTE_MS);

/** The number has been answered for a day, and everything that came until so many minutes ago is known to be here. */
export async function wasHeardUntil(database: TestDatabase, minutes: number): Promise<void> {
  await database.query("update channel_accounts set created_at = $1, received_until = $2", [
    ago(24 * 60),
    ago(minutes),
  ]);
}

/** One look at the provider's list, as `npm run recover` makes it: apart from any app, on a pool of its own. */
export async function lookOnce(
  { database, twilio }: { database: TestDatabase; twilio: FakeTwilio },
  options: Partial<Parameters<typeof recoverInbound>[1]> = {},
): Promise<RecoveryReport | undefined> {
  const own = await openDatabase({ url: database.url, logger: silentLogger, poolSize: 2 });
  try {
    const channel = createTwilioChannel({
      accountSid: twilio.accountSid,
      authToken: twilio.authToken,
      apiBaseUrl: () => twilio.url,
      statusCallback: () => undefined,
      logger: silentLogger,
    });
    const inbox = createInbox({
      database: own,
      sealer: createSealer("development-data-encryption-key", undefined),
      defaultProfile: "studio",
    });
    const bell = createRemoteBell(own, silentLogger);
    const channels = new Map([[channel.name, channel]]);
    return await recoverInbound(
      { database: own, channels, inbox, bell, logger: silentLogger },
      { settleMs: 0, ...options },
    );
  } finally {
    await own.close();
  }
}
