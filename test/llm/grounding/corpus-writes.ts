import { type Told, WHO } from "./told.ts";

/** Replies about effects: asked, done, refused. */
export const WRITES: readonly Told[] = [
  {
    name: "booked",
    template:
      "¡Listo! Tu cita de masaje relajante con Ana López quedó agendada para el sábado 21 de noviembre a las 5:00 p. m. Precio: $1,250. Código: K7P2QM.",
    facts: {
      ...WHO,
      code: "K7P2QM",
      service: "masaje relajante",
      professional: "Ana López",
      startsAt: "2026-11-21T17:00:00-06:00",
      price: { amountMinor: 125_000, currency: "MXN" },
    },
    faithful: [
      "¡Perfecto, María! Tu masaje relajante con Ana López quedó agendado para el sábado 21 de noviembre a las 5:00 p. m. El precio es $1,250 y tu código es K7P2QM. ¡Te esperamos!",
      "¡Listo! Ya quedó agendada tu cita de masaje relajante con Ana López el sábado 21 de noviembre a las 17:00. Cuesta 1250 pesos. Tu código: K7P2QM. 😊",
      "Tu cita para masaje relajante con Ana López está agendada: sábado 21 de noviembre, 5 de la tarde, con un costo de $1,250. El código es K7P2QM. ¡Gracias!",
      "María Fernanda, tu turno de masaje relajante con Ana López ya está agendado para el 21 de noviembre, sábado, a las cinco de la tarde. Precio: $1250. Código K7P2QM.",
      "¡Genial! Quedó agendado tu masaje relajante con Ana López el sábado 21/11 a las 17:00 h, por $1,250.00. Tu código es K7P2QM 👋",
    ],
    corrupted: [
      [
        "figure",
        "¡Listo! Tu masaje relajante con Ana López quedó agendado para el sábado 21 de noviembre a las 5:00 p. m. Precio: $1,350. Código: K7P2QM.",
      ],
      [
        "figure",
        "¡Listo! Tu masaje relajante con Ana López quedó agendado para el sábado 21 de noviembre a las 5:00 p. m. Precio: $12.50. Código: K7P2QM.",
      ],
      [
        "figure",
        "¡Listo! Tu masaje relajante con Ana López quedó agendado para el sábado 21 de noviembre a las 5:00 p. m. Precio: mil pesos. Código: K7P2QM.",
      ],
      [
        "time",
        "¡Listo! Tu masaje relajante con Ana López quedó agendado para el sábado 21 de noviembre a las 5:00 a. m. Precio: $1,250. Código: K7P2QM.",
      ],
      [
        "time",
        "¡Listo! Tu masaje relajante con Ana López quedó agendado para el sábado 21 de noviembre a las 5 y media de la tarde. Precio: $1,250. Código: K7P2QM.",
      ],
      [
        "time",
        "¡Listo! Tu masaje relajante con Ana López quedó agendado para el sábado 21 de noviembre por la tarde. Precio: $1,250. Código: K7P2QM.",
      ],
      [
        "date",
        "¡Listo! Tu masaje relajante con Ana López quedó agendado para mañana a las 5:00 p. m. Precio: $1,250. Código: K7P2QM.",
      ],
      [
        "date",
        "¡Listo! Tu masaje relajante con Ana López quedó agendado para el sábado 21 de diciembre a las 5:00 p. m. Precio: $1,250. Código: K7P2QM.",
      ],
      [
        "outcome",
        "Tu masaje relajante con Ana López no quedó agendado para el sábado 21 de noviembre a las 5:00 p. m. Precio: $1,250. Código: K7P2QM.",
      ],
      [
        "outcome",
        "¿Agendo tu masaje relajante con Ana López para el sábado 21 de noviembre a las 5:00 p. m.? Precio: $1,250. Código: K7P2QM.",
      ],
      [
        "outcome",
        "Tu masaje relajante con Ana López quedó cancelado para el sábado 21 de noviembre a las 5:00 p. m. Precio: $1,250. Código: K7P2QM.",
      ],
      [
        "outcome",
        "Tu masaje relajante con Ana López quedará agendado para el sábado 21 de noviembre a las 5:00 p. m. Precio: $1,250. Código: K7P2QM.",
      ],
      [
        "outcome",
        "Lo siento, María. Tu masaje relajante con Ana López quedó agendado para el sábado 21 de noviembre a las 5:00 p. m. Precio: $1,250. Código: K7P2QM.",
      ],
      [
        "outcome",
        "Tu masaje relajante con Ana López está casi agendado para el sábado 21 de noviembre a las 5:00 p. m. Precio: $1,250. Código: K7P2QM.",
      ],
      [
        "promise",
        "¡Listo! Tu masaje relajante con Ana López quedó agendado para el sábado 21 de noviembre a las 5:00 p. m. Precio: $1,250 con reembolso. Código: K7P2QM.",
      ],
      [
        "name",
        "¡Listo! Tu masaje relajante con Ana quedó agendado para el sábado 21 de noviembre a las 5:00 p. m. Precio: $1,250. Código: K7P2QM.",
      ],
      [
        "name",
        "¡Listo! Tu masaje relajante con Ana López y Luis quedó agendado para el sábado 21 de noviembre a las 5:00 p. m. Precio: $1,250. Código: K7P2QM.",
      ],
      [
        "code",
        "¡Listo! Tu masaje relajante con Ana López quedó agendado para el sábado 21 de noviembre a las 5:00 p. m. Precio: $1,250. Código: k7p2qm.",
      ],
    ],
  },
  {
    name: "slot taken",
    template:
      "No pudimos agendar tu facial hidratante el martes 24 de noviembre a las 10:00 a. m. porque ese horario ya está ocupado. ¿Quieres elegir otro?",
    facts: { ...WHO, service: "facial hidratante", startsAt: "2026-11-24T10:00:00-06:00" },
    faithful: [
      "Lo siento, no pudimos agendar tu facial hidratante el martes 24 de noviembre a las 10:00 porque ese horario ya está ocupado. ¿Quieres elegir otro?",
      "Disculpa, no se pudo agendar tu facial hidratante para el martes 24 de noviembre a las 10 de la mañana porque ese horario está ocupado. ¿Te gustaría elegir otro?",
      "Lamentablemente no pudimos agendar tu cita de facial hidratante para el martes 24/11 a las 10:00 a. m., porque esa hora ya está ocupada. ¿Prefieres escoger otro?",
    ],
    corrupted: [
      [
        "outcome",
        "¡Listo! Pudimos agendar tu facial hidratante el martes 24 de noviembre a las 10:00 a. m. porque ese horario ya no está ocupado. ¿Quieres elegir otro?",
      ],
      [
        "outcome",
        "¡Tu facial hidratante quedó agendado el martes 24 de noviembre a las 10:00 a. m.! No está ocupado. ¿Quieres elegir otro?",
      ],
      [
        "outcome",
        "No, pudimos agendar tu facial hidratante el martes 24 de noviembre a las 10:00 a. m. porque ese horario ya está ocupado. ¿Quieres elegir otro?",
      ],
      [
        "outcome",
        "¡Perfecto! No pudimos agendar tu facial hidratante el martes 24 de noviembre a las 10:00 a. m. porque ese horario ya está ocupado. ¿Quieres elegir otro?",
      ],
      [
        "outcome",
        "No pudimos cancelar tu facial hidratante el martes 24 de noviembre a las 10:00 a. m. porque ese horario ya está ocupado. ¿Quieres elegir otro?",
      ],
      [
        "question",
        "No pudimos agendar tu facial hidratante porque ese horario ya está ocupado. ¿Quieres elegir otro, el martes 24 de noviembre a las 10:00 a. m.?",
      ],
      [
        "question",
        "No pudimos agendar tu facial hidratante el martes 24 de noviembre a las 10:00 a. m. porque ese horario ya está ocupado. Quieres elegir otro.",
      ],
      [
        "question",
        "No pudimos agendar tu facial hidratante el martes 24 de noviembre a las 10:00 a. m. porque ese horario ya está ocupado. ¿Quieres elegir otro servicio?",
      ],
      [
        "dropped",
        "No pudimos agendar tu facial hidratante el martes 24 de noviembre a las 10:00 a. m. ¿Quieres elegir otro?",
      ],
    ],
  },
  {
    name: "confirmation of a booking",
    template:
      "¿Confirmas que agende masaje relajante con Ana López el sábado 21 de noviembre a las 5:00 p. m., 60 minutos, por $850?",
    facts: {
      ...WHO,
      service: "masaje relajante",
      professional: "Ana López",
      startsAt: "2026-11-21T17:00:00-06:00",
      price: { amountMinor: 85_000, currency: "MXN" },
    },
    faithful: [
      "¡Claro, María! ¿Agendo tu masaje relajante con Ana López el sábado 21 de noviembre a las 5:00 p. m., 60 minutos, por $850?",
      "¿Te agendo el masaje relajante con Ana López para el sábado 21 de noviembre a las 17:00, con duración de 60 min y un precio de $850?",
      "¡Con gusto! ¿Confirmas que agendemos tu cita de masaje relajante con Ana López el sábado 21 de noviembre a las 5 de la tarde, de 60 minutos, por 850 pesos?",
      "¿Quieres que agende tu masaje relajante con Ana López este sábado 21 de noviembre a las 5:00 p. m., 60 minutos, por $850?",
    ],
    corrupted: [
      [
        "outcome",
        "¡Listo! Agendé masaje relajante con Ana López el sábado 21 de noviembre a las 5:00 p. m., 60 minutos, por $850. ¿Confirmas?",
      ],
      [
        "outcome",
        "Tu masaje relajante con Ana López quedó agendado el sábado 21 de noviembre a las 5:00 p. m., 60 minutos, por $850.",
      ],
      [
        "outcome",
        "¿Confirmas que cancele masaje relajante con Ana López el sábado 21 de noviembre a las 5:00 p. m., 60 minutos, por $850?",
      ],
      [
        "outcome",
        "¿Confirmas que no agende masaje relajante con Ana López el sábado 21 de noviembre a las 5:00 p. m., 60 minutos, por $850?",
      ],
      [
        "outcome",
        "Masaje relajante con Ana López el sábado 21 de noviembre a las 5:00 p. m., 60 minutos, por $850. ¿Confirmas?",
      ],
      [
        "outcome",
        "Agendamos masaje relajante con Ana López el sábado 21 de noviembre a las 5:00 p. m., 60 minutos, por $850. ¿Confirmas que agende?",
      ],
      [
        "question",
        "Confirmo: agendo masaje relajante con Ana López el sábado 21 de noviembre a las 5:00 p. m., 60 minutos, por $850.",
      ],
      [
        "question",
        "¿Qué día agendo masaje relajante con Ana López, el sábado 21 de noviembre a las 5:00 p. m., 60 minutos, por $850?",
      ],
      [
        "figure",
        "¿Agendo masaje relajante con Ana López el sábado 21 de noviembre a las 5:00 p. m., 60 horas, por $850?",
      ],
      [
        "figure",
        "¿Agendo masaje relajante con Ana López el sábado 21 de noviembre a las 5:00 p. m., 85 minutos, por $600?",
      ],
      [
        "promise",
        "¿Agendo masaje relajante con Ana López el sábado 21 de noviembre a las 5:00 p. m., 60 minutos, por $850, con descuento?",
      ],
      [
        "promise",
        "¿Agendo masaje relajante con Ana López el sábado 21 de noviembre a las 5:00 p. m., 60 minutos, gratis por $850?",
      ],
    ],
  },
  {
    name: "confirmation of a cancellation",
    template: "¿Confirmas que cancele tu cita K7P2QM de corte de pelo del lunes 23 de noviembre a las 12:30 p. m.?",
    facts: { ...WHO, code: "K7P2QM", service: "corte de pelo", startsAt: "2026-11-23T12:30:00-06:00" },
    faithful: [
      "¿Quieres que cancele tu cita K7P2QM de corte de pelo del lunes 23 de noviembre a las 12:30 p. m.?",
      "Claro. ¿Cancelo tu turno de corte de pelo K7P2QM, del lunes 23 de noviembre a las 12:30?",
    ],
    corrupted: [
      ["outcome", "¿Confirmas tu cita K7P2QM de corte de pelo del lunes 23 de noviembre a las 12:30 p. m.?"],
      [
        "outcome",
        "¿Confirmas que mantenga tu cita K7P2QM de corte de pelo del lunes 23 de noviembre a las 12:30 p. m.?",
      ],
      ["outcome", "Cancelé tu cita K7P2QM de corte de pelo del lunes 23 de noviembre a las 12:30 p. m. ¿Confirmas?"],
      ["outcome", "¿Confirmas que cambie tu cita K7P2QM de corte de pelo del lunes 23 de noviembre a las 12:30 p. m.?"],
      ["question", "Tu cita K7P2QM de corte de pelo del lunes 23 de noviembre a las 12:30 p. m. está por cancelarse."],
    ],
  },
  {
    name: "cancelled",
    template: "Listo, tu cita K7P2QM del lunes 23 de noviembre a las 12:30 p. m. quedó cancelada. No hay ningún cargo.",
    facts: { ...WHO, code: "K7P2QM", startsAt: "2026-11-23T12:30:00-06:00" },
    faithful: [
      "Listo, María. Quedó cancelada tu cita K7P2QM del lunes 23 de noviembre a las 12:30 p. m. y no hay ningún cargo.",
      "Tu cita con código K7P2QM del lunes 23 de noviembre, a las 12:30, ya está cancelada. No hay ningún cargo. ¡Gracias!",
    ],
    corrupted: [
      [
        "outcome",
        "Listo, tu cita K7P2QM del lunes 23 de noviembre a las 12:30 p. m. quedó confirmada. No hay ningún cargo.",
      ],
      ["outcome", "Listo, tu cita K7P2QM del lunes 23 de noviembre a las 12:30 p. m. quedó cancelada. Hay cargo."],
      ["outcome", "Tu cita K7P2QM del lunes 23 de noviembre a las 12:30 p. m. no quedó cancelada. Hay ningún cargo."],
      [
        "outcome",
        "Listo, tu cita K7P2QM del lunes 23 de noviembre a las 12:30 p. m. quedó cancelada. No hay ningún cargo. ¡Te esperamos!",
      ],
      ["dropped", "Listo, tu cita K7P2QM quedó cancelada. No hay ningún cargo."],
      [
        "promise",
        "Listo, tu cita K7P2QM del lunes 23 de noviembre a las 12:30 p. m. quedó cancelada. No hay ningún cargo. Te llamaremos.",
      ],
    ],
  },
];
