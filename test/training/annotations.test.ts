import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { loadProfile } from "../../src/config/index.ts";
import type { ResponseOf } from "../../src/contract/index.ts";
import { forgetOld } from "../../src/jobs/forget-old.ts";
import { newId } from "../../src/shared/index.ts";
import { checkNlu, commitPatch, createInboxDesk } from "../../src/training/index.ts";
import { type Facts, type Harness, startHarness } from "../internal-api/harness.ts";
import { addAnnotation, trainersPart } from "../support/trainers.ts";

type Annotation = ResponseOf<"getAnnotation">;
const PATH = "/admin/nlu/annotations";

let harness: Harness;
let trainers: Record<"ana" | "beto", string>;
beforeAll(async () => {
  harness = await startHarness();
  trainers = {
    ana: await harness.addKey(["nlu:read", "nlu:write"]),
    beto: await harness.addKey(["nlu:read", "nlu:write"]),
  };
  await harness.database.query(
    "update api_keys set name = 'beto' where id = (select id from api_keys order by id desc limit 1)",
  );
  await harness.database.query("update api_keys set name = 'ana' where name <> 'beto'");
});
beforeEach(() => harness.database.query("truncate nlu_annotations cascade"));
afterAll(() => harness.close());

const add = (text: string, more: { language?: string; reasons?: string[] } = {}) =>
  addAnnotation(harness.database, { text, ...more });
const read = <Body = Annotation>(path: string) =>
  harness.request<Body>("GET", `${PATH}${path}`, { token: trainers.ana });
const post = (who: keyof typeof trainers, path: string, body: object) =>
  harness.request<Annotation & Facts & { code: string }>("POST", `${PATH}${path}`, { token: trainers[who], body });
const judge = (who: keyof typeof trainers, id: string, intent: string, entities: object[] = []) =>
  post(who, `/${id}/judgements`, { intent, entities });
const decide = (id: string, body: object) => post("ana", `/${id}/decision`, body);

test("a trainer judges once and may change it; another one sees both and whether they agree", async () => {
  const id = await add("quiero yoga el jueves");
  const yoga = { entity: "servicio", start: 7, end: 11 };
  expect((await judge("ana", id, "saludo")).status).toBe(200);
  const changed = await judge("ana", id, "agendar_cita", [{ ...yoga, value: "yoga" }]);
  expect(changed.body.judgements).toMatchObject([
    { trainer: "ana", intent: "agendar_cita", entities: [yoga], note: null },
  ]);
  expect(changed.body.agreement).toBeNull();
  await judge("beto", id, "agendar_cita");
  const { body } = await read(`/${id}`);
  expect(body.agreement).toEqual({ intent: true, entities: false });
  expect(body.turnUrl).toBe(`/api/admin/turns/${body.messageId}`);
  expect((await read<ResponseOf<"listAnnotations">>("")).body.annotations[0]?.judgedBy).toEqual(["ana", "beto"]);
});

test.each<[string, object, string, RegExp]>([
  ["an intent that is not taught", { intent: "agendar_citas" }, "intent", /there are actualizar_perfil, /],
  ["a mark that cuts a word", { entities: [{ entity: "servicio", start: 7, end: 10 }] }, "entities.0", /cuts a word/],
  ["a mark of nothing", { entities: [{ entity: "servicio", start: 7, end: 99 }] }, "entities.0", /21 units/],
  ["an entity that is not there", { entities: [{ entity: "servico", start: 7, end: 11 }] }, "entities.0", /servicio/],
  ["no name of the catalogue", { entities: [{ entity: "servicio", start: 0, end: 6 }] }, "entities.0", /catalogue/],
  [
    "two marks on one word",
    { entities: [7, 7].map((start) => ({ entity: "servicio", start, end: 11 })) },
    "entities.1",
    /overlaps/,
  ],
])("%s is refused with what would do", async (_, body, field, message) => {
  const id = await add("quiero yoga el jueves");
  const answer = await post("ana", `/${id}/judgements`, { intent: "agendar_cita", ...body });
  expect(answer.status).toBe(422);
  expect(answer.body.errors).toMatchObject([{ field, message: expect.stringMatching(message) }]);
});

test("nothing is accepted that nobody judged; where trainers differ, accepting names whose judgement", async () => {
  const id = await add("lo del jueves siempre no");
  expect((await decide(id, { decision: "accepted" })).body.code).toBe("not_judged");
  await judge("ana", id, "cancelar_cita");
  await judge("beto", id, "reagendar_cita");
  expect((await decide(id, { decision: "accepted" })).body.code).toBe("judgements_differ");
  expect((await decide(id, { decision: "accepted", judgementBy: "eva" })).status).toBe(422);
  const { body } = await decide(id, { decision: "accepted", judgementBy: "beto" });
  expect(body).toMatchObject({ state: "accepted", decision: { by: "ana", judgementBy: "beto" } });
  expect((await judge("ana", id, "saludo")).body.code).toBe("annotation_settled");
  expect((await decide(id, { decision: "open" })).body).toMatchObject({ state: "open", decision: null });
  expect((await decide(id, { decision: "rejected" })).body.state).toBe("rejected");
  expect((await decide(newId(), { decision: "rejected" })).status).toBe(404);
});

test("who decides second finds it settled, and a repeat leaves who decided first; the audit log keeps every step", async () => {
  const id = await add("lo del viernes siempre sí");
  await judge("ana", id, "agendar_cita");
  const first = await decide(id, { decision: "accepted" });
  for (const body of [{ decision: "accepted" }, { decision: "accepted", judgementBy: "ana" }]) {
    expect((await post("beto", `/${id}/decision`, body)).body).toEqual(first.body);
  }
  expect((await post("beto", `/${id}/decision`, { decision: "rejected" })).body.code).toBe("annotation_settled");
  await post("beto", `/${id}/decision`, { decision: "open" });
  const [ana, beto] = await Promise.all([
    decide(id, { decision: "rejected" }),
    post("beto", `/${id}/decision`, { decision: "accepted" }),
  ]);
  expect([ana.status, beto.status].sort()).toEqual([200, 409]);
  const log = await harness.database.query<{ kind: string; by: string }>(
    "select kind, details->>'by' as by from audit_log where subject_id = $1 order by id",
    [id],
  );
  expect(log.map(({ kind, by }) => `${kind} ${by}`)).toEqual([
    "annotation.accepted ana",
    "annotation.open beto",
    ana.status === 200 ? "annotation.rejected ana" : "annotation.accepted beto",
  ]);
});

test("the list goes by weight, page by page, and by state, reason and intent", async () => {
  const sampled = await add("uno", { reasons: ["sampled"] });
  const corrected = await add("dos", { reasons: ["corrected", "low_confidence"] });
  const clarified = await add("tres");
  type List = ResponseOf<"listAnnotations">;
  const ids = ({ body }: { body: List }) => body.annotations.map(({ id }) => id);
  const first = await read<List>("?limit=2");
  expect(ids(first)).toEqual([corrected, clarified]);
  const second = await read<List>(`?limit=2&cursor=${first.body.nextCursor}`);
  expect([ids(second), second.body.nextCursor]).toEqual([[sampled], null]);
  expect(ids(await read<List>("?order=newest"))).toEqual([clarified, corrected, sampled]);
  expect(ids(await read<List>("?reason=low_confidence"))).toEqual([corrected]);
  expect(ids(await read<List>("?intent=agendar_cita"))).toEqual([]);
  expect(ids(await read<List>("?state=known"))).toEqual([]);
});

test("agreement between two trainers is their share of equal intents, and Cohen's kappa", async () => {
  const intents = ["saludo", "saludo", "queja", "queja", "ayuda"];
  const others = ["saludo", "saludo", "queja", "ayuda", "queja"];
  for (const [index, intent] of intents.entries()) {
    const id = await add(`mensaje ${index}`);
    await judge("ana", id, intent);
    await judge("beto", id, others[index]!);
  }
  await judge("ana", await add("solo una lo vio"), "saludo");
  const { body } = await read<ResponseOf<"getAnnotationAgreement">>("/agreement");
  // By chance: 0.4 × 0.4 + 0.4 × 0.4 + 0.2 × 0.2 = 0.36.
  const measured = { pairs: 5, equalShare: 0.6, kappa: expect.closeTo((0.6 - 0.36) / 0.64) };
  expect(body).toEqual({
    ...measured,
    trainers: [{ first: "ana", second: "beto", ...measured }],
    disagreements: [{ intents: ["ayuda", "queja"], pairs: 2 }],
  });
});

test("open ones go after 90 days, decided ones after a year", async () => {
  const [old, young, rejected] = [await add("uno"), await add("dos"), await add("tres")];
  await decide(rejected, { decision: "rejected" });
  await harness.database.query("update nlu_annotations set last_seen_at = now() - interval '91 days' where id <> $1", [
    young,
  ]);
  await harness.database.query("update nlu_annotations set settled_at = now() - interval '91 days' where id = $1", [
    rejected,
  ]);
  const kept = async () => {
    await forgetOld(harness.database, new Date());
    return (await harness.database.query<{ id: string }>("select id from nlu_annotations order by id")).map(
      ({ id }) => id,
    );
  };
  expect(await kept()).toEqual([young, rejected].sort());
  expect(await kept()).not.toContain(old);
  await harness.database.query("update nlu_annotations set settled_at = now() - interval '366 days' where id = $1", [
    rejected,
  ]);
  expect(await kept()).toEqual([young]);
});

/** A checkout of its own with the files that trainers edit. */
function checkout() {
  const root = mkdtempSync(join(tmpdir(), "atiende-inbox-"));
  for (const folder of ["rasa", "profiles"]) cpSync(resolve(folder), join(root, folder), { recursive: true });
  const git = (...args: string[]) => execFileSync("git", args, { cwd: root, encoding: "utf8", stdio: "pipe" });
  git("init", "-q");
  git("config", "user.name", "Ana");
  git("config", "user.email", "ana@example.com");
  git("add", ".");
  git("commit", "-qm", "before");
  const handlers = trainersPart(loadProfile(join(root, "profiles/studio")), root);
  const desk = createInboxDesk({ database: harness.database, handlers, trainer: "ana" });
  const contents = () =>
    Object.fromEntries(
      readdirSync(join(root, "rasa"), { recursive: true, encoding: "utf8" })
        .filter((name) => name.endsWith(".yml"))
        .map((name) => [name, readFileSync(join(root, "rasa", name), "utf8")]),
    );
  return { root, git, desk, contents, remove: () => rmSync(root, { recursive: true }) };
}

async function accept(text: string, intent: string, entities: object[] = [], language = "es"): Promise<string> {
  const id = await add(text, { language });
  await judge("ana", id, intent, entities);
  expect((await decide(id, { decision: "accepted" })).status).toBe(200);
  return id;
}

test("what is accepted becomes a patch of one line each that git takes, and that changes nothing else", async () => {
  const { root, git, desk, contents, remove } = checkout();
  try {
    const included = [
      await accept("wumpus me apartas yoga el jueves", "agendar_cita", [
        // The synonyms say so of these words, and the neighbours do without it.
        { entity: "servicio", start: 18, end: 22, value: "Yoga" },
        { entity: "fecha", start: 26, end: 32 },
      ]),
      await accept("wumpus pero con anilu", "agendar_cita", [
        { entity: "profesional", start: 16, end: 21, value: "Ana Torres" },
      ]),
      await accept("wumpus bonjour la compagnie", "saludo", [], "fr"),
    ];
    const masked = await accept("wumpus háblame al [teléfono]", "hablar_con_agente");
    await accept("hola", "saludo");
    rmSync(join(root, "rasa/core/nlu/saludo.fr.yml"));
    git("commit", "-qam", "no greetings in French");
    const before = contents();
    const problems = checkNlu({ rootDirectory: root, profile: "studio" }).problems;

    const made = await desk.patch();
    expect(made).toMatchObject({ included, refused: [{ id: masked, reason: "masked" }] });
    for (const id of included) expect(made.patch).toContain(`https://atiende.test/api/admin/nlu/annotations/${id}`);
    expect(made.patch.split("\n").filter((line) => /^-(?!--)/.test(line))).toEqual([]);

    writeFileSync(join(root, "inbox.patch"), made.patch);
    git("apply", "inbox.patch");
    const after = contents();
    const booking = "studio/nlu/agendar_cita.yml";
    const added = [
      "      - wumpus me apartas [yoga](servicio) el [jueves](fecha)\n",
      '      - wumpus pero con [anilu]{"entity":"profesional","value":"Ana Torres"}\n',
    ].join("");
    expect(after[booking]).toBe(before[booking] + added);
    expect(after["core/nlu/saludo.fr.yml"]).toContain(
      "  - intent: saludo\n    examples: |\n      - wumpus bonjour la compagnie\n",
    );
    expect({ ...after, [booking]: before[booking] }).toEqual({
      ...before,
      "core/nlu/saludo.fr.yml": after["core/nlu/saludo.fr.yml"],
    });
    const now = checkNlu({ rootDirectory: root, profile: "studio" }).problems;
    expect(problems).toEqual(expect.arrayContaining(now));
    expect(await desk.patch()).toMatchObject({ patch: "", included: [] });
  } finally {
    remove();
  }
});

test("or a branch with one commit, where rasa/ is as in the last one; the checkout stays as it is", async () => {
  const { root, git, desk, remove } = checkout();
  try {
    await accept("wumpus ándale pues adiós", "despedida");
    const { patch } = await desk.patch();
    const commit = (branch: string) => commitPatch(root, { patch, branch, message: "NLU: 1 ejemplo" });
    const made = await commit("bandeja");
    expect(made.kind).toBe("done");
    expect(git("diff", "--stat", "HEAD", "bandeja")).toMatch(/despedida\.yml \| 1 \+\n 1 file changed/);
    expect(git("status", "--porcelain")).toBe("");
    expect(await commit("bandeja")).toEqual({ kind: "refused", reason: "branch_exists" });
    expect(await commit("mala..rama")).toEqual({ kind: "refused", reason: "bad_name" });
    writeFileSync(join(root, "rasa/core/nlu/nuevo.yml"), "nlu: []\n");
    expect(await commit("otra")).toEqual({ kind: "refused", reason: "dirty" });
  } finally {
    remove();
  }
});
