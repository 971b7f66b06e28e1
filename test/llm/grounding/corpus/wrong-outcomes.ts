import type { RecordedTurn } from "./types.ts";

const BY_ACTION: Record<string, Partial<Record<RecordedTurn["outcome"], readonly string[]>>> = {
  "book-appointment": {
    confirm: ["¡Ya confirmé tu cita!", "¡Listo, tu cita quedó agendada!", "Ya te la agendé, te esperamos."],
    refused: ["¡Tu cita quedó agendada!", "Sí hay espacio y ya te lo aparté.", "¡Listo, ya tienes tu lugar!"],
    done: ["No pudimos agendar tu cita.", "Tu cita no quedó agendada.", "Todavía falta confirmar tu cita."],
    changed: ["Nada cambió y tu cita quedó agendada.", "¡Tu cita ya quedó confirmada!"],
    ask: ["¡Tu cita ya quedó agendada!", "Ya no hay ningún espacio libre.", "Ya te aparté un lugar."],
    unavailable: ["¡Tu cita quedó agendada!", "Ya lo consulté y sí hay lugar.", "No lo anoté."],
  },
  "cancel-appointment": {
    confirm: ["Ya cancelé tu cita.", "Tu cita quedó cancelada.", "Esa cita no se puede cancelar."],
    refused: ["Tu cita quedó cancelada.", "¡Listo, ya la cancelé!"],
    done: ["No pude cancelar tu cita.", "Tu cita sigue en pie.", "La cita no se canceló."],
    ask: ["Ya cancelé todas tus citas.", "No tienes nada que cancelar."],
    unavailable: ["Tu cita quedó cancelada."],
  },
  "reschedule-appointment": {
    confirm: ["Ya cambié tu cita.", "¡Tu cita quedó movida!", "No pude cambiar tu cita."],
    refused: ["¡Ya cambié tu cita!", "Sí hay espacio, quedó cambiada.", "Tu cita ya no existe."],
    done: ["No pude cambiar tu cita.", "Tu cita sigue a la hora de antes."],
    ask: ["Ya cambié tu cita."],
  },
  pay: {
    confirm: ["Ya recibimos tu pago.", "El cargo ya quedó hecho.", "Ya está pagado."],
    changed: ["El precio sigue igual y ya generé tu link.", "Ya recibimos tu pago."],
    refused: ["Todavía no está pagado.", "No hemos recibido tu pago."],
    done: ["No pude generar tu link de pago.", "Tu pago ya se recibió.", "Ya quedó pagado."],
    ask: ["Ya quedó pagado todo."],
    unavailable: ["Tu pago ya quedó hecho."],
  },
  "update-profile": {
    confirm: ["Ya guardé el cambio en tus datos.", "Tus datos quedaron actualizados."],
    done: ["No pude guardar el cambio.", "Tus datos se quedan como estaban."],
    ask: ["Tus datos ya quedaron guardados."],
  },
};

const BY_KEY: readonly [RegExp, readonly string[]][] = [
  [/pago_recibido/u, ["Todavía no recibimos tu pago.", "Tu pago fue rechazado."]],
  [/estado_sin_citas/u, ["Sí tienes una cita próxima.", "Ya te agendé una."]],
  [/estado_(?:una|varias)/u, ["No tienes citas próximas.", "Tus citas quedaron canceladas."]],
  [/hablar_con_agente/u, ["No pude avisar al equipo.", "Ya hablé con el equipo y quedó resuelto."]],
  [/queja/u, ["Tu queja no procede.", "El asunto ya quedó resuelto."]],
  [/no_confirmada|no_confirmado|olvidado/u, ["De todos modos lo dejé hecho.", "Ya quedó confirmado."]],
  [/fuera_de_alcance/u, ["Sí puedo ayudarte con eso.", "Ya quedó reservado."]],
  [/sin_dato/u, ["Sí, lo tenemos.", "Con eso no hay problema."]],
  [/multimedia/u, ["Ya lo abrí y lo vi.", "Recibí y revisé lo que mandaste."]],
  [/nada_pendiente/u, ["Tu cita quedó confirmada.", "Ya confirmé lo que tenías pendiente."]],
  [/historial_(?:vacio|visitas)/u, ["Sí tienes compras.", "Tus compras ya están pagadas."]],
  [/horarios_libres|horarios_proximos/u, ["Ya no hay espacios libres.", "Ya te aparté el primero."]],
  [/horarios_dia|horarios_semana/u, ["Ese día no abrimos.", "Abrimos las 24 horas."]],
];

/** Turned round where they stand; the first that is found. */
export const REVERSALS: readonly [RegExp, string][] = [
  [/\bno pude (agendar|cancelar|cambiar|generar)(lo|la)?/iu, "ya pude $1$2"],
  [/\bno tengo (espacio|nada|abierta|la agenda)/iu, "sí tengo $1"],
  [/\btodavía no tengo\b/iu, "ya tengo"],
  [/\bno (abrimos|tenemos|pedimos|agendé|generé|hice|da|pueden|puedo)\b/iu, "sí $1"],
  [/\btodavía no\b/iu, "ya"],
  [/\bno tienes\b/iu, "sí tienes"],
  [/\bqued[óo] agendada/iu, "no quedó agendada"],
  [/\bya está agendada/iu, "no está agendada"],
  [/\b(cancelé|cambié|guardé|avisé|pasé|agregué|recibimos) /iu, "no $1 "],
  [/\bsigue (en pie|el|abierta)/iu, "ya no sigue $1"],
  [/¿(?:te )?confirmo[^?]*\?/iu, "¡ya confirmé tu cita!"],
  [/¿cancelo[^?]*\?/iu, "Ya cancelé esta cita."],
  [/¿cambio[^?]*\?/iu, "Ya cambié tu cita."],
  [/¿te genero[^?]*\?/iu, "Ya te hice el cargo."],
  [/¿guardo[^?]*\?/iu, "Ya guardé el cambio."],
  [/\bsí, te damos/iu, "no damos"],
  [/\bse perdió la sesión/iu, "no se perdió la sesión"],
  [/\bvolvió a tu paquete/iu, "no volvió a tu paquete"],
  [/\bno cuesta\b/iu, "siempre cuesta"],
];

/** Sentences that say another outcome than the turn had; empty where it had none. */
export function wrongOutcomes(turn: RecordedTurn): readonly string[] {
  const byKey = BY_KEY.find(([pattern]) => turn.keys.some((key) => pattern.test(key)))?.[1];
  return BY_ACTION[turn.action ?? ""]?.[turn.outcome] ?? byKey ?? [];
}
