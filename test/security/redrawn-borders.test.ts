import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newSid } from "../../src/web/simulator/index.ts";
import { startTestApp, type TestApp } from "../support/app.ts";
import { countRows } from "./count-rows.ts";
import { PUBLIC_URL, type RawRequest, runTogether, sendRaw, signedRequest } from "./webhook-request.ts";

/**
 * Twilio signs names and values run together, so one signature fits every way of cutting the same text into
 * parameters. Whoever has seen one request may try all of them.
 */
const SEED = 20_270_213;
const PATH = "/api/whatsapp/webhook";
const VICTIM = "whatsapp:+5215530000099";

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ services: ["web"], env: { PUBLIC_BASE_URL: PUBLIC_URL } });
  await app.until("select 1 from processes");
});
afterAll(() => app.stop());

const send = (request: RawRequest) => sendRaw(app.app.port as number, request);
const from = "+5215530000031";

type Params = [string, string][];

/** Moves one border: a name takes from its value, a value from its name, or a whole parameter goes into another. */
const cut = fc.tuple(fc.nat(3), fc.nat(30), fc.nat(60)).map(([how, at, by]) => (params: Params): Params => {
  const i = at % params.length;
  const [name = "", value = ""] = params[i] ?? [];
  const [nextName = "", nextValue = ""] = params[i + 1] ?? [];
  const text = name + value;
  if (how === 0) return params.with(i, [text.slice(0, name.length + by), text.slice(name.length + by)]);
  if (how === 1) return params.with(i, [text.slice(0, 1 + (by % name.length)), text.slice(1 + (by % name.length))]);
  if (how === 2) return [...params.slice(0, i), [name, value + nextName + nextValue], ...params.slice(i + 2)];
  const middle = 1 + (by % Math.max(1, text.length - 1));
  return [...params.slice(0, i), [text.slice(0, middle), ""], [text.slice(middle), ""], ...params.slice(i + 1)];
});

test(`2,000 other ways to cut a signed message into parameters give no new message and no new sender (seed ${SEED})`, {
  timeout: 300_000,
}, async () => {
  const original = signedRequest(app.twilio.authToken, PATH, {
    ...app.params(from, { kind: "location", latitude: 19.3, longitude: -99.1, label: "Casa" }),
    // Stands between sender and id, as real ones do, and ends like the id that counts.
    OriginalRepliedMessageSid: newSid("SM"),
  });
  original.params.sort(([a], [b]) => (a < b ? -1 : 1));
  expect(await send(original)).toBe(200);
  const before = await countRows(app.database);
  const signed = runTogether(original.params);

  const others = fc.sample(
    fc
      .array(cut, { minLength: 1, maxLength: 6 })
      .map((cuts) => cuts.reduce((params, change) => change(params), original.params))
      .filter((params) => runTogether(params) === signed && JSON.stringify(params) !== JSON.stringify(original.params)),
    { seed: SEED, numRuns: 2000 },
  );
  const answers = new Map<number, number>();
  for (let i = 0; i < others.length; i += 32) {
    const batch = others.slice(i, i + 32).map((params) => send({ ...original, params }));
    for (const answer of await Promise.all(batch)) answers.set(answer, (answers.get(answer) ?? 0) + 1);
  }
  // 200: the same message once more; 403: its sender, receiver or id would be another.
  expect([...answers.keys()].filter((answer) => answer !== 200 && answer !== 403)).toEqual([]);
  expect(answers.get(403)).toBeGreaterThan(100);
  expect(await countRows(app.database)).toEqual(before);
});

const inside = (text: string) => signedRequest(app.twilio.authToken, PATH, app.params(from, text));

test("a customer cannot write a message that, cut otherwise, is another customer's", async () => {
  const original = inside(`holaFrom${VICTIM}G`);
  const after = original.params.filter(([name]) => name === "ChannelMetadata").flat();
  const forged: Params = original.params
    .filter(([name]) => !["From", "Body", "ChannelMetadata"].includes(name))
    .concat([
      ["Body", "hola"],
      ["From", VICTIM],
      ["G", `${after.join("")}Fromwhatsapp:${from}`],
    ]);
  expect(runTogether(forged)).toBe(runTogether(original.params));
  expect(await send({ ...original, params: forged })).toBe(403);
  expect(await app.database.query("select 1 from conversations where address = $1", [VICTIM])).toEqual([]);
});

test("the ids of an old message cannot be hidden in names, to make it a new one", async () => {
  const original = inside("sí");
  expect(await send(original)).toBe(200);
  const before = await countRows(app.database);
  const hidden: Params = original.params.map(([name, value]) =>
    /Sid$/.test(name) && value.startsWith("SM") ? [`${name}S`, value.slice(1)] : [name, value],
  );
  expect(runTogether(hidden)).toBe(runTogether(original.params));
  expect(await send({ ...original, params: hidden })).toBe(403);

  const elsewhere: Params = original.params
    .filter(([name]) => name !== "To" && name !== "WaId")
    .concat([
      [
        "To",
        original.params
          .filter(([name]) => name === "To" || name === "WaId")
          .flat()
          .slice(1)
          .join(""),
      ],
    ]);
  expect(runTogether(elsewhere)).toBe(runTogether(original.params));
  expect(await send({ ...original, params: elsewhere })).toBe(403);
  expect(await countRows(app.database)).toEqual(before);
});

test("of two values of one parameter, which share one signature in any order, always the same one is read", async () => {
  const read: string[] = [];
  for (const bodies of [
    ["cancela", "confirma"],
    ["confirma", "cancela"],
  ]) {
    const request = inside("x");
    request.params = [
      ...request.params.filter(([name]) => name !== "Body"),
      ...bodies.map((body): [string, string] => ["Body", body]),
    ];
    const sid = request.params.find(([name]) => name === "MessageSid")?.[1];
    request.signature = [request.signedElsewhere(request.signedUrl, runTogether(request.params))];
    expect(await send(request)).toBe(200);
    const row = await app.until<{ text: string }>(
      "select content->>'text' as text from messages where provider_event_id = $1",
      [sid],
    );
    read.push(row.text);
  }
  expect(read).toEqual(["cancela", "cancela"]);
});
