import { z } from "zod";

const money = z.number().positive().max(1_000_000);
const micros = (amount: number) => Math.round(amount * 1_000_000);

/** What language models may cost, in the currency of their prices. Without `monthly` the month has no limit. */
const llmBudgetSchema = z
  .strictObject({
    monthly: money.optional(),
    /** From this share of the month on, only the cheapest tier. */
    softPercent: z.int().min(1).max(100).default(80),
    /** Calls to models for one customer in a day; there is one without a word here, since abuse costs money too. */
    customerDailyReplies: z.int().min(1).max(10_000).default(60),
    customerDailyCost: money.optional(),
  })
  .transform(({ monthly, softPercent, customerDailyReplies, customerDailyCost }) => ({
    softPercent,
    customerDailyReplies,
    /** Millionths of the currency, as are all below. */
    monthlyMicros: monthly === undefined ? undefined : micros(monthly),
    softMicros: monthly === undefined ? undefined : Math.floor((micros(monthly) * softPercent) / 100),
    customerDailyMicros: customerDailyCost === undefined ? undefined : micros(customerDailyCost),
  }))
  .prefault({});

/** What goes into a prompt as it is: nothing that could be taken for a fence, a marker or a variable. */
const promptText = (limit: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(limit)
    .refine((value) => /^[^<>{}[\]\p{Cc}]*$/u.test(value.replaceAll("\n", " ")), "no <>, {} or []");

/** How the bot writes where a language model words its replies, and what that may cost. */
export const assistantSchema = z
  .strictObject({
    /** Who writes: character and manner. */
    persona: promptText(600).default("Alguien de la recepción: cordial, atento y con calma, sin exagerar."),
    /** `short`: a few words with each reply; `normal`: up to two short sentences. */
    length: z.enum(["short", "normal"]).default("short"),
    emoji: z.enum(["none", "few"]).default("few"),
    /** Addresses that a reply may name beside those of its facts. */
    links: z
      .array(z.url({ protocol: /^https$/ }))
      .max(20)
      .default([]),
    /** Further wishes for the style, one sentence each. */
    instructions: z.array(promptText(200)).max(10).default([]),
    budget: llmBudgetSchema,
  })
  .prefault({});
