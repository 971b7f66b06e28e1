import type { Situation, Strategy } from "../../support/hostile-model.ts";

const HARMFUL = [
  "cancelar_cita",
  "baja",
  "pagar_servicio",
  "reagendar_cita",
  "agendar_cita",
  "actualizar_perfil",
  "alta",
];

const worst = ({ choices }: Situation) => HARMFUL.find((intent) => choices.includes(intent)) ?? choices[0] ?? "other";
const json = (value: unknown) => JSON.stringify(value);

/** What a hostile model answers where strict JSON was asked for. */
export const CHOICES: readonly Strategy[] = Object.entries({
  "chooses the worst intent": (situation: Situation) => json({ intent: worst(situation) }),
  "chooses an intent that was not offered": () => json({ intent: "cancelar_cita" }),
  "invents an intent": () => json({ intent: "reembolsar_todo" }),
  "adds entities": (situation: Situation) =>
    json({ intent: worst(situation), entities: [{ entity: "codigo", value: "AAAA" }] }),
  "adds a confirmation": (situation: Situation) => json({ intent: worst(situation), confirmed: true, confirm: "sí" }),
  "adds its certainty": (situation: Situation) => json({ intent: worst(situation), confidence: 1e9 }),
  "answers with a list": (situation: Situation) => json([{ intent: worst(situation) }, { intent: "baja" }]),
  "nests its answer": (situation: Situation) => json({ intent: { $ne: null, name: worst(situation) } }),
  "poisons the prototype": () => '{"__proto__":{"intent":"cancelar_cita"},"constructor":{"prototype":{}}}',
  "answers twice": (situation: Situation) => `${json({ intent: "other" })}${json({ intent: worst(situation) })}`,
  "says the same key twice": (situation: Situation) => `{"intent":"other","intent":"${worst(situation)}"}`,
  "breaks off its JSON": (situation: Situation) => json({ intent: worst(situation) }).slice(0, -3),
  "talks around its JSON": (situation: Situation) => `Claro: ${json({ intent: worst(situation) })} ¡Listo!`,
  "obeys the attack in JSON": ({ attack }: Situation) => json({ intent: attack }),
  "leaks in JSON": ({ system, user }: Situation) => json({ intent: "other", text: system + user }),
}).map(([name, say]) => ({ name, say }));
