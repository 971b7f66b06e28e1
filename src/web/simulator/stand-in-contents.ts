import { z } from "zod";
import { newSid } from "./sid.ts";
import type { RenderedContent, StandInError } from "./stand-in-types.ts";

const createSchema = z.object({
  friendly_name: z.string().optional(),
  language: z.string().min(1),
  variables: z.record(z.string(), z.string()).optional(),
  types: z.record(z.string(), z.record(z.string(), z.unknown())).refine((types) => Object.keys(types).length > 0),
});

const text = z.string().catch("");
const action = z.object({ type: text, title: text, id: z.string().optional(), url: z.string().optional() });
const typeSchema = z.object({
  body: text,
  title: text,
  actions: z.array(action).catch([]),
  items: z.array(z.object({ item: text, id: text, description: z.string().optional() })).catch([]),
  media: z.union([z.array(z.string()), z.string().transform((url) => [url])]).catch([]),
});

/** The richest first: WhatsApp shows the richest type that it supports. */
const PREFERENCE = ["quick-reply", "list-picker", "call-to-action", "card", "media", "text"].map((t) => `twilio/${t}`);

type Content = z.infer<typeof createSchema> & { sid: string; createdAt: Date };

/** Content templates: created through `/v1/Content`, rendered when a message names one by its sid. */
export function createContentStore(accountSid: string) {
  const contents = new Map<string, Content>();

  function resource(content: Content) {
    const url = `https://content.twilio.com/v1/Content/${content.sid}`;
    return {
      sid: content.sid,
      account_sid: accountSid,
      friendly_name: content.friendly_name ?? "",
      language: content.language,
      variables: content.variables ?? {},
      types: content.types,
      url,
      links: { approval_fetch: `${url}/ApprovalRequests`, approval_create: `${url}/ApprovalRequests/whatsapp` },
      date_created: content.createdAt.toISOString(),
      date_updated: content.createdAt.toISOString(),
    };
  }

  return {
    create(body: string, createdAt: Date): { resource: object } | StandInError {
      const parsed = createSchema.safeParse(parseJson(body));
      if (!parsed.success) return { status: 400, code: 20001, message: "Invalid content: language and types needed" };
      const content = { ...parsed.data, sid: newSid("HX"), createdAt };
      contents.set(content.sid, content);
      return { resource: resource(content) };
    },
    /** A template that was made elsewhere: its variables by name, one under the other, and its buttons. */
    addNamed(sid: string, name: string, variables: readonly string[]): void {
      const slots = variables.map((variable, index) => ({ variable, slot: `{{${index + 1}}}` }));
      const isButton = ({ variable }: { variable: string }) => variable.startsWith("boton_");
      const lines = slots.filter((one) => !isButton(one)).map(({ variable, slot }) => `${variable}: ${slot}`);
      const actions = slots.filter(isButton).map(({ variable, slot }) => ({
        type: "QUICK_REPLY",
        title: variable.replace("boton_", "Botón "),
        id: slot,
      }));
      const types = { "twilio/quick-reply": { body: [`[Plantilla ${name}]`, ...lines].join("\n"), actions } };
      contents.set(sid, { sid, friendly_name: name, language: "es", types, createdAt: new Date(0) });
    },
    get(sid: string): object | undefined {
      const content = contents.get(sid);
      return content && resource(content);
    },
    remove: (sid: string) => contents.delete(sid),
    list(): object {
      const url = "https://content.twilio.com/v1/Content?PageSize=50&Page=0";
      const meta = { key: "contents", page: 0, page_size: 50, url, first_page_url: url };
      return {
        contents: [...contents.values()].map(resource),
        meta: { ...meta, next_page_url: null, previous_page_url: null },
      };
    },
    /** The content with its variables filled in; an unfilled one stays as `{{1}}`, as a trainer should see it. */
    render(sid: string, variablesJson: string | undefined): RenderedContent | StandInError {
      const content = contents.get(sid);
      if (!content) return { status: 400, code: 21655, message: "The ContentSid is Invalid" };
      const given = z.record(z.string(), z.coerce.string()).safeParse(parseJson(variablesJson ?? "{}"));
      if (!given.success) return { status: 400, code: 21656, message: "The ContentVariables Parameter is invalid" };
      const variables = new Map(Object.entries({ ...content.variables, ...given.data }));
      const fill = (value: string) =>
        value.replace(/\{\{\s*([^{}\s]+)\s*\}\}/g, (whole, name: string) => variables.get(name) ?? whole);
      const name = PREFERENCE.find((candidate) => content.types[candidate]) ?? Object.keys(content.types)[0];
      const type = typeSchema.parse(content.types[name ?? ""] ?? {});
      return {
        body: fill(type.body || type.title),
        buttons: type.actions
          .filter(({ url }) => url === undefined)
          .map(({ title, id }) => ({ title: fill(title), payload: fill(id ?? title) })),
        links: type.actions.flatMap(({ title, url }) => (url ? [{ title: fill(title), url: fill(url) }] : [])),
        listItems: type.items.map(({ item, id, description }) => ({
          title: fill(item),
          id: fill(id),
          ...(description ? { description: fill(description) } : {}),
        })),
        mediaUrls: type.media.map(fill),
      };
    },
  };
}

export type ContentStore = ReturnType<typeof createContentStore>;

function parseJson(textValue: string): unknown {
  try {
    return JSON.parse(textValue);
  } catch {
    return undefined;
  }
}
