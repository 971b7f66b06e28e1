import { afterEach, beforeEach, expect, test } from "vitest";
import { type Channel, type Choice, createTwilioChannel, type SendResult } from "../../src/channels/index.ts";
import { silentLogger } from "../../src/shared/index.ts";
import { PATIENCE_MS } from "../support/clock.ts";
import { type FakeTwilio, startFakeTwilio, type TwilioFault } from "../support/fake-twilio.ts";

const FROM = "whatsapp:+5215511111111";
const TO = "whatsapp:+5215540000001";
/** For a provider that says nothing; whoever answers has the time that a busy machine needs. */
const IMPATIENT_MS = 300;

let twilio: FakeTwilio;
beforeEach(async () => {
  twilio = await startFakeTwilio();
});
afterEach(() => twilio.close());

function channel(
  options: { url?: string; buttonTemplates?: Record<number, string>; authToken?: string; timeoutMs?: number } = {},
): Channel {
  return createTwilioChannel({
    accountSid: twilio.accountSid,
    authToken: options.authToken ?? twilio.authToken,
    apiBaseUrl: () => options.url ?? twilio.url,
    statusCallback: () => undefined,
    buttonTemplates: options.buttonTemplates,
    timeoutMs: options.timeoutMs ?? PATIENCE_MS,
    logger: silentLogger,
  });
}

const send = (by: Channel, text = "hola", to = TO) => by.send({ outboundId: "o1", from: FROM, to, part: { text } });

const choices = (...labels: string[]): Choice[] => labels.map((label, index) => ({ label, payload: `p${index}` }));

const answers: [string, TwilioFault, SendResult][] = [
  [
    "429 with Retry-After",
    { kind: "rate-limit", retryAfterSeconds: 7 },
    { kind: "retry", code: "20429", retryAfterMs: 7000 },
  ],
  ["503", { kind: "server-error" }, { kind: "retry", code: "20500" }],
  ["500, which may hide an acceptance", { kind: "server-error", status: 500 }, { kind: "unknown", code: "20500" }],
  ["502", { kind: "server-error", status: 502 }, { kind: "unknown", code: "20500" }],
  ["a customer who blocked us", { kind: "refuse", code: 21610 }, { kind: "stopped", code: "21610" }],
  ["a number without WhatsApp", { kind: "refuse", code: 63024 }, { kind: "stopped", code: "63024" }],
  ["a closed window", { kind: "refuse", code: 63016 }, { kind: "window_closed", code: "63016" }],
];

test.each(answers)("%s is classed for what may be done about it", async (_, fault, expected) => {
  twilio.failNext(fault);
  expect(await send(channel())).toEqual(expected);
  expect(await send(channel())).toMatchObject({ kind: "accepted" });
});

test("a dropped connection and a silent provider leave the outcome unknown; a closed port does not", async () => {
  twilio.failNext({ kind: "drop" });
  expect((await send(channel())).kind).toBe("unknown");
  twilio.failNext({ kind: "hang" });
  expect((await send(channel({ timeoutMs: IMPATIENT_MS }))).kind).toBe("unknown");
  // A port that the system gave out for a moment may be another test's in the next; this one is given to nobody.
  expect((await send(channel({ url: "http://127.0.0.1:9" }))).kind).toBe("retry");
});

test("a token that Twilio does not take is ours to mend, so the message waits", async () => {
  expect((await send(channel({ authToken: "rotated-away" }))).kind).toBe("retry");
});

test("three short choices become buttons of the template that is configured for three", async () => {
  const [part, ...more] = channel({ buttonTemplates: { 3: "HXthree" } }).render({
    text: "¿Confirmo?",
    choices: choices("Sí, confirmar", "Otra hora", "No"),
  });
  expect(more).toEqual([]);
  expect(part).toEqual({
    text: "¿Confirmo?",
    template: {
      id: "HXthree",
      variables: { 1: "¿Confirmo?", 2: "Sí, confirmar", 3: "p0", 4: "Otra hora", 5: "p1", 6: "No", 7: "p2" },
    },
  });
});

test.each([
  ["no template for that number of choices", { text: "¿Cuál?", choices: choices("Sí", "No") }],
  ["a label that a button would cut", { text: "¿Cuál?", choices: choices("Masaje descontracturante", "No", "Otro") }],
  ["a text longer than a button's message", { text: "a".repeat(1025), choices: choices("Sí", "No", "Otro") }],
])("%s: numbered text instead", (_, reply) => {
  const [part] = channel({ buttonTemplates: { 3: "HXthree" } }).render(reply);
  expect(part?.template).toBeUndefined();
  expect(part?.text).toContain(`\n\n1) ${reply.choices[0]?.label}\n2) `);
});

test("a template's buttons reach the customer with their texts and payloads", async () => {
  const created = twilio.standIn.handle({
    method: "POST",
    path: "/v1/Content",
    query: new URLSearchParams(),
    authorization: `Basic ${Buffer.from(`${twilio.accountSid}:${twilio.authToken}`).toString("base64")}`,
    body: JSON.stringify({
      language: "es",
      types: {
        "twilio/quick-reply": {
          body: "{{1}}",
          actions: [
            { type: "QUICK_REPLY", title: "{{2}}", id: "{{3}}" },
            { type: "QUICK_REPLY", title: "{{4}}", id: "{{5}}" },
          ],
        },
      },
    }),
  });
  const { sid } = created.body as { sid: string };
  const by = channel({ buttonTemplates: { 2: sid } });
  const [part] = by.render({ text: "¿Confirmo tu cita?", choices: choices("Sí, confirmar", "No") });
  await by.send({ outboundId: "o1", from: FROM, to: TO, part: part ?? { text: "" } });
  expect(twilio.messagesTo(TO)[0]).toMatchObject({
    body: "¿Confirmo tu cita?",
    buttons: [
      { title: "Sí, confirmar", payload: "p0" },
      { title: "No", payload: "p1" },
    ],
  });
});

test("the list shows what was accepted for this person and nobody else", async () => {
  const by = channel();
  const first = await send(by, "uno");
  await send(by, "dos", "whatsapp:+5215540000002");
  const sent = await by.list?.({ from: FROM, to: TO, since: new Date(Date.now() - 60_000) });
  expect(sent).toEqual([{ text: "uno", providerId: first.kind === "accepted" ? first.providerId : "none" }]);
});

test("typing is shown for a real message id, and for nothing else", async () => {
  const by = channel();
  await by.showTyping?.("notice:something");
  await by.showTyping?.(`SM${"0".repeat(32)}`);
  expect(twilio.typings).toEqual([`SM${"0".repeat(32)}`]);
});
