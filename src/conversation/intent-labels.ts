/** Intents that are offered to a customer who was not understood. */
const OFFERED = new Set([
  "agendar_cita",
  "reagendar_cita",
  "cancelar_cita",
  "consulta_estado",
  "consultar_horarios",
  "consultar_paquetes",
  "pagar_servicio",
  "consultar_historial",
  "actualizar_perfil",
  "queja",
  "pregunta_informacion",
  "ubicacion",
  "hablar_con_agente",
  "ayuda",
]);

/** Name of the template with a button's words for an intent: at most 20 characters, a WhatsApp button's length. */
export function intentButton(intent: string): string | undefined {
  return OFFERED.has(intent) ? `utter_boton_${intent}` : undefined;
}

/** Every template that `intentButton` may name. */
export const INTENT_BUTTONS: readonly string[] = [...OFFERED].map((intent) => `utter_boton_${intent}`);
