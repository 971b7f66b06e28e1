import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { type Logger, newId, silentLogger } from "../../src/shared/index.ts";
import { createAlerts, recordAlert, startAlertNotices } from "../../src/telemetry/index.ts";
import { type AlertReceiver, startAlertReceiver } from "../support/alert-receiver.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { until } from "../support/process.ts";

const LINK = "https://atiende.example/api/admin/alerts?open=true";

let database: TestDatabase;
let receiver: AlertReceiver;
let running: { stop(): Promise<void> }[] = [];
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  receiver = await startAlertReceiver();
});
afterEach(async () => {
  await Promise.all(running.map((notices) => notices.stop()));
  running = [];
  await receiver.stop();
  await database.query("delete from alerts");
});
afterAll(() => database.drop());

function start(logger: Logger = silentLogger): void {
  running.push(startAlertNotices({ database, logger, url: receiver.url, link: () => LINK }));
}

const fail = (code = "63024", logger = silentLogger) =>
  recordAlert(database, logger, {
    kind: "message.failed",
    subjectId: newId(),
    conversationId: newId(),
    details: { code },
  });

const countUntold = async () =>
  (await database.query("select 1 from alerts where notified_at is null and acknowledged_at is null")).length;
/** A notice is noted down after it was taken: who has seen it at the receiver waits for that. */
const untold = (count: number) => until(async () => (await countUntold()) === count, `${count} untold alerts`);
const notices = (count: number) => until(() => receiver.notices.length >= count, `${count} notices`);
/** A minute, or the pause of a failed attempt, goes by. */
const timePasses = () =>
  database.query(`update alerts set notified_at = notified_at - interval '61 seconds',
    not_before = case when notified_at is null and not_before < 'infinity' then clock_timestamp() else not_before end`);

/** A logger that keeps its lines, to see what staff would see. */
function keepLines() {
  const lines: { level: string; fields: Record<string, unknown>; message: string }[] = [];
  const at = (level: string) => (fields: object, message: string) =>
    void lines.push({ level, fields: { ...fields }, message });
  const logger: Logger = {
    debug: at("debug"),
    info: at("info"),
    warn: at("warn"),
    error: at("error"),
    fatal: at("fatal"),
  };
  return { logger, lines };
}

test("an alert is a critical line, a row and a notice that says in Spanish what happened, with ids and a link", async () => {
  const { logger, lines } = keepLines();
  start();
  await fail("63016", logger);
  await notices(1);
  const [row] = await database.query<{ id: string; subject_id: string }>("select id, subject_id from alerts");
  expect(receiver.notices[0]).toMatchObject({
    text: `🔴 Atiende: 1 mensaje no se pudo entregar (63016).\n${LINK}`,
    kind: "message.failed",
    severity: "critical",
    count: 1,
    alertIds: [row?.id],
    subjectIds: [row?.subject_id],
    link: LINK,
  });
  expect(lines).toMatchObject([{ level: "fatal", fields: { alert: "message.failed", code: "63016" } }]);
  await untold(0);
});

test("a thousand alerts of an outage are two notices with their numbers: the first at once, the rest a minute later", async () => {
  start();
  await fail();
  await notices(1);
  await Promise.all(Array.from({ length: 1000 }, (_, index) => fail(index % 4 === 0 ? "30008" : "63024")));
  // Another kind does not wait for the minute of this one, and shows that somebody looked meanwhile.
  await recordAlert(database, silentLogger, { kind: "request.expired", subjectId: newId(), conversationId: newId() });
  await notices(2);
  expect(receiver.notices[1]).toMatchObject({ kind: "request.expired", severity: "warning" });
  await untold(1000);
  await timePasses();
  await notices(3);
  expect(receiver.notices[2]).toMatchObject({ count: 1000, codes: { "30008": 250, "63024": 750 } });
  expect(receiver.notices[2]?.text).toContain("1000 mensajes no se pudieron entregar");
  expect(receiver.notices[2]?.alertIds).toHaveLength(20);
});

test("several workers tell each alert once", async () => {
  for (let n = 0; n < 4; n++) start();
  await Promise.all(Array.from({ length: 30 }, () => fail()));
  await until(async () => {
    // A minute since the last notice of the kind; a notice that is under way keeps its own.
    await database.query("update alerts set notified_at = notified_at - interval '61 seconds'");
    return (await countUntold()) === 0;
  }, "all to be told");
  const told = receiver.notices.flatMap(({ alertIds }) => alertIds);
  expect(told.length).toBe(new Set(told).size);
  expect(receiver.notices.reduce((sum, { count }) => sum + count, 0)).toBe(30);
});

test("a receiver that is down, refuses or hangs is told when it is back, and the address is in no log", async () => {
  const { logger, lines } = keepLines();
  await receiver.stop();
  start(logger);
  await fail();
  const failure = (code: string) => until(() => lines.some(({ fields }) => fields.code === code), code);
  await failure("ECONNREFUSED");
  receiver.answer = 500;
  await receiver.start();
  await timePasses();
  await failure("http_500");
  receiver.answer = "hang";
  await timePasses();
  await failure("TimeoutError");
  receiver.answer = 200;
  await timePasses();
  await notices(1);
  // On a slow machine a pause may be over before the receiver has changed: then it fails once more in the same way.
  const codes = lines.map(({ fields }) => fields.code);
  expect(codes.filter((code, index) => code !== codes[index - 1])).toEqual([
    "ECONNREFUSED",
    "http_500",
    "TimeoutError",
  ]);
  expect(new Set(lines.map(({ level }) => level))).toEqual(new Set(["error"]));
  expect(JSON.stringify(lines)).not.toContain("secreto");
  expect(receiver.notices[0]?.count).toBe(1);
  const [row] = await database.query<{ notify_attempts: number }>("select notify_attempts from alerts");
  expect(row?.notify_attempts).toBe(lines.length + 1);
});

test("between two attempts at a receiver that is down lies a pause that grows", async () => {
  receiver.answer = 503;
  start();
  await fail();
  const pauses: number[] = [];
  for (let attempt = 1; attempt <= 4; attempt++) {
    await until(() => receiver.bodies.length >= attempt, `attempt ${attempt}`);
    const pause = await until(async () => {
      const [row] = await database.query<{ pause: number; notify_attempts: number }>(
        "select extract(epoch from not_before - clock_timestamp())::float8 as pause, notify_attempts from alerts",
      );
      // While the notice is under way the row rests for its minute.
      return row && row.notify_attempts === attempt && row.pause < 45 ? row.pause : undefined;
    }, "the pause");
    pauses.push(pause);
    await timePasses();
  }
  expect(pauses[0]).toBeLessThanOrEqual(5);
  expect(pauses[3]).toBeGreaterThan(15);
});

test("after 24 hours of a dead receiver nobody is called any more; that is a critical line, and the row stays open", async () => {
  const { logger, lines } = keepLines();
  receiver.answer = 500;
  start(logger);
  await fail();
  await until(() => lines.length >= 1, "the first failure");
  await database.query("update alerts set first_tried_at = clock_timestamp() - interval '24 hours 1 minute'");
  await timePasses();
  // On a slow machine one more attempt may have failed before the day was over.
  await until(() => lines.find(({ level }) => level === "fatal"), "the last failure");
  await until(
    async () => (await database.query("select 1 from alerts where not_before = 'infinity'")).length,
    "the end of it",
  );
  receiver.answer = 200;
  await recordAlert(database, silentLogger, { kind: "message.failed", subjectId: null, conversationId: null });
  await notices(1);
  expect(receiver.notices[0]?.count).toBe(1);
  await untold(1);
});

test("what somebody has acknowledged is not told", async () => {
  await fail();
  const [alert] = await database.query<{ id: string }>("select id from alerts");
  await createAlerts(database).acknowledge(alert?.id ?? "");
  await recordAlert(database, silentLogger, { kind: "message.delayed", subjectId: null, conversationId: null });
  start();
  await notices(1);
  expect(receiver.notices).toMatchObject([{ kind: "message.delayed" }]);
});

test("an alert of a transaction that was rolled back is told to nobody, and its line is not logged", async () => {
  start();
  const { logger, lines } = keepLines();
  await database
    .transaction(async (sql) => {
      await recordAlert(sql, logger, { kind: "message.failed", subjectId: null, conversationId: null });
      throw new Error("no");
    })
    .catch(() => undefined);
  await database.transaction(async (sql) => {
    await recordAlert(sql, logger, { kind: "message.delayed", subjectId: null, conversationId: null });
    expect(lines).toEqual([]);
  });
  await notices(1);
  expect(receiver.notices.map(({ kind }) => kind)).toEqual(["message.delayed"]);
  expect(lines.map(({ fields }) => fields.alert)).toEqual(["message.delayed"]);
});

test("a process that ends while it tells leaves the alert to the next one, a minute later", async () => {
  receiver.answer = "hang";
  start();
  await fail();
  await until(() => receiver.bodies.length === 1, "the first call");
  await running[0]?.stop();
  receiver.answer = 200;
  start();
  await untold(1);
  await timePasses();
  await notices(1);
});
