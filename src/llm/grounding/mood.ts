import { foldText } from "../../shared/index.ts";
import type { Facts, PhraseOutcome } from "../types.ts";
import type { AroundRules } from "./around.ts";
import type { Shade } from "./around-vocabulary-es.ts";
import { verbForm } from "./verb-forms-es.ts";
import { APOLOGY, NEGATORS } from "./vocabulary-es.ts";

/** Words of a template that a celebration would not fit, though nothing is denied. */
const BAD_NEWS =
  /\b(?:cancel|anul|cargo|perd|venc|quej|problema|fall|ocup|llen|cerrad|pendiente|extran|devol|cambio desde|ya paso|todavia)/u;
/** Of a loss nobody is told lightly, though it is done as wished. */
const LOSS = /\b(?:cancel|anul|cargo|perd)/u;
/** A person takes it from here, so something may have gone wrong for the customer. */
const SUPPORT = /\b(?:equipo|una persona|solicitud|folio)\b/u;
const EFFECTS: ReadonlySet<string> = new Set(["book", "cancel", "move", "confirm", "pay", "buy", "register", "update"]);
const STANDING: ReadonlySet<string> = new Set(["book", "move", "confirm"]);

/** Which moods and forms of address fit a reply: by its outcome and by what its sentences say. */
export function aroundRules(
  head: string,
  tail: string,
  context: { outcome: PhraseOutcome; tone: "tu" | "usted"; facts: Facts },
): AroundRules {
  const folded = foldText(head);
  const found: string[] = head.match(/\p{L}+/gu) ?? [];
  const denies = found.some((word) => NEGATORS.has(foldText(word)) || APOLOGY.has(foldText(word)));
  // "De acuerdo, no agendé nada": denied because the customer wished it so.
  const isBad =
    (denies && !/^de acuerdo\b/u.test(folded)) || context.outcome === "refused" || context.outcome === "unavailable";
  const verbs = found.flatMap((word) => verbForm(word) ?? []);
  const did = (classes: ReadonlySet<string>) => verbs.some((verb) => verb.form === "done" && classes.has(verb.class));
  const isTold = !isBad && !head.includes("?");
  const banned = new Set<Shade>([context.tone === "tu" ? "usted" : "tú"]);
  if (isBad || LOSS.test(folded)) banned.add("cheer");
  const isSorry = found.some((word) => APOLOGY.has(foldText(word)));
  if (isSorry || LOSS.test(folded) || /^(?:refused|unavailable|changed)$/u.test(context.outcome)) banned.add("light");
  if (isBad || BAD_NEWS.test(folded) || SUPPORT.test(folded)) banned.add("joy");
  if (!isBad && context.outcome !== "changed" && !BAD_NEWS.test(folded)) banned.add("regret");
  if (!(isTold && context.outcome === "done" && did(EFFECTS))) banned.add("complete");
  const isAwaited = did(STANDING) || /\bproxima cita\b|\bte esperamos\b/u.test(folded);
  if (!isTold || !isAwaited || verbs.some((verb) => verb.class === "cancel")) banned.add("welcome");
  if (!/\brecibimos tu pago\b/u.test(folded)) banned.add("paid");
  if (head.includes("?")) banned.add("invite");
  if (!/^\s*(?:1[).]|[•-])/mu.test(tail)) banned.add("list");
  const ownWords = isBad ? new Set<string>() : serviceWords(folded + foldText(tail), context.facts);
  return { banned, ownWords, ownPictures: new Set(head.match(/(?![0-9#*©®™])\p{Extended_Pictographic}/gu)) };
}

/** "masaje", "relajante": words of a service or package that the facts name and the reply says. */
function serviceWords(template: string, facts: Facts): Set<string> {
  const said = new Set(template.match(/\p{L}+/gu));
  const names = Object.entries(facts).flatMap(([key, value]) =>
    /^(?:servicio|service|paquete|package|concepto)(?:_\d+)?$/u.test(key) && typeof value === "string" ? [value] : [],
  );
  const found = names.flatMap((name) => foldText(name).match(/\p{L}{4,}/gu) ?? []);
  return new Set(found.filter((word) => said.has(word) && !verbForm(word)));
}
