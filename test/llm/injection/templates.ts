import { readFileSync } from "node:fs";
import { parse } from "yaml";
import type { PhraseOutcome } from "../../../src/llm/index.ts";

const FACTS: Readonly<Record<string, string>> = {
  negocio: "Estudio Calma",
  telefono: "+52 55 5000 1270",
  direccion: "Calle Orizaba 127, Roma Norte",
  folio: "QJ7K2P",
  servicio: "Masaje relajante",
  servicios: "masajes",
  profesional: "Laura Méndez",
  precio: "$850",
  duracion: "60 min",
  fecha: "jueves 11 de febrero",
  hora: "5:00 p. m.",
  horas: "4:00 p. m., 5:00 p. m. y 6:30 p. m.",
  horario: "9:00 a. m. a 2:00 p. m. y de 3:00 p. m. a 8:00 p. m.",
  antes: "martes 9 de febrero a las 12:00 p. m.",
  codigo: "K7P2MX",
  cargo: "$425",
  concepto: "Paquete Relax 5",
  link: "https://pagos.estudiocalma.example/c/9f2d",
  cuando: "viernes 12 de febrero, 10:00 a. m.",
  cambio: "Canaria Ixchelmanovska",
  quedan: "3 sesiones",
  vigencia: "12 de mayo",
  paquete: "Paquete Relax 5",
  pedido_fecha: "domingo 14 de febrero",
};

const KEYS: ReadonlyArray<readonly [string, PhraseOutcome]> = [
  ["utter_saludo", "info"],
  ["utter_agradecimiento", "info"],
  ["utter_fuera_de_alcance", "refused"],
  ["utter_sin_dato", "refused"],
  ["utter_hablar_con_agente", "done"],
  ["utter_queja_recibida", "done"],
  ["utter_queja_agregada", "done"],
  ["utter_perfil_confirmar", "confirm"],
  ["utter_perfil_hecho", "done"],
  ["utter_agendar_fecha", "ask"],
  ["utter_agendar_confirmar", "confirm"],
  ["utter_agendar_hecha", "done"],
  ["utter_agendar_no_se_pudo", "refused"],
  ["utter_agendar_fecha_lejana", "ask"],
  ["utter_cancelar_confirmar_cargo", "confirm"],
  ["utter_cancelar_hecha", "done"],
  ["utter_reagendar_seguimos", "confirm"],
  ["utter_reagendar_dia_lleno", "changed"],
  ["utter_horarios_libres", "info"],
  ["utter_horarios_dia", "info"],
  ["utter_pagar_link", "done"],
  ["utter_pagar_ya_pagado", "refused"],
  ["utter_pago_recibido_cita", "done"],
  ["utter_recordatorio_paquete", "info"],
  ["utter_no_disponible", "unavailable"],
];

export interface Rendered {
  key: string;
  outcome: PhraseOutcome;
  text: string;
}

/** Real templates as customers read them, filled with invented facts. */
export function renderTemplates(): Rendered[] {
  const texts = new Map(["core", "studio"].flatMap((folder) => Object.entries(responsesOf(folder))));
  return KEYS.map(([key, outcome]) => {
    const variant = texts.get(key)?.[0]?.text;
    if (variant === undefined) throw new Error(`no template named ${key}`);
    const text = variant.replace(/\{(\w+)\}/gu, (_, name: string) => {
      const fact = FACTS[name];
      if (fact === undefined) throw new Error(`no fact named ${name} for ${key}`);
      return fact;
    });
    return { key, outcome, text: text.replace(/(\b[ap]\. m\.)\./gu, "$1") };
  });
}

function responsesOf(folder: string): Record<string, { text: string }[]> {
  const file = new URL(`../../../rasa/${folder}/responses/es.yml`, import.meta.url);
  return (parse(readFileSync(file, "utf8")) as { responses: Record<string, { text: string }[]> }).responses;
}
