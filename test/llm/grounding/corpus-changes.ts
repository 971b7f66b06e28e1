import { type Told, WHO } from "./told.ts";

/** Replies about one thing that became another, or went half well. */
export const CHANGES: readonly Told[] = [
  {
    name: "price changed",
    template: "El precio cambió de $850 a $900 para masaje relajante. ¿Lo agendo así?",
    facts: { ...WHO, service: "masaje relajante", expected: 85_000, actual: 90_000 },
    faithful: [
      "El precio cambió de $850 a $900 para masaje relajante. ¿Quieres que lo agende así?",
      "Disculpa la molestia. El precio cambió de $850 a $900 para masaje relajante. ¿Lo agendo así?",
      "María, el precio cambió de 850 a 900 pesos para masaje relajante. ¿Lo agendo así?",
    ],
    corrupted: [
      ["figure", "El precio cambió de $900 a $850 para masaje relajante. ¿Lo agendo así?"],
      ["figure", "El precio cambió a $850 de $900 para masaje relajante. ¿Lo agendo así?"],
      ["figure", "El precio es $850 para masaje relajante. ¿Lo agendo así?"],
      ["outcome", "El precio cambió de $850 a $900 para masaje relajante. Lo agendé así."],
      ["outcome", "El precio no cambió de $850 a $900 para masaje relajante. ¿Lo agendo así?"],
      ["promise", "El precio cambió de $850 a $900 para masaje relajante, con oferta. ¿Lo agendo así?"],
    ],
  },
  {
    name: "rescheduled",
    template:
      "Listo, tu cita AT-7K2M con Carla cambió del lunes 23 de noviembre a las 10:00 a. m. al martes 24 de noviembre a las 11:00 a. m.",
    facts: { ...WHO, code: "AT-7K2M", from: "2026-11-23T10:00:00-06:00", to: "2026-11-24T11:00:00-06:00" },
    faithful: [
      "¡Perfecto, María! Tu cita AT-7K2M con Carla cambió del lunes 23 de noviembre a las 10:00 a. m. al martes 24 de noviembre a las 11:00 a. m. ¡Te esperamos!",
      "Listo: tu turno AT-7K2M con Carla cambió del lunes 23 de noviembre, 10:00, al martes 24 de noviembre, 11:00.",
    ],
    corrupted: [
      [
        "date",
        "Listo, tu cita AT-7K2M con Carla cambió al lunes 23 de noviembre a las 10:00 a. m. del martes 24 de noviembre a las 11:00 a. m.",
      ],
      [
        "date",
        "Listo, tu cita AT-7K2M con Carla cambió del martes 24 de noviembre a las 11:00 a. m. al lunes 23 de noviembre a las 10:00 a. m.",
      ],
      [
        "name",
        "Listo, tu cita AT-7K2M con Carlos cambió del lunes 23 de noviembre a las 10:00 a. m. al martes 24 de noviembre a las 11:00 a. m.",
      ],
      [
        "outcome",
        "¿Cambio tu cita AT-7K2M con Carla del lunes 23 de noviembre a las 10:00 a. m. al martes 24 de noviembre a las 11:00 a. m.?",
      ],
    ],
  },
  {
    name: "paid but not booked",
    template: "Tu pago de $850 quedó registrado, pero tu cita no se agendó. Código: K7P2QM.",
    facts: { ...WHO, code: "K7P2QM" },
    faithful: [
      "María, tu pago de $850 quedó registrado, pero tu cita no se agendó. Tu código es K7P2QM.",
      "Disculpa: tu pago de $850 quedó registrado, pero tu turno no quedó agendado. Código: K7P2QM.",
    ],
    corrupted: [
      ["outcome", "Tu cita quedó agendada, pero tu pago de $850 no se registró. Código: K7P2QM."],
      ["outcome", "Tu pago de $850 no se agendó, pero tu cita quedó registrada. Código: K7P2QM."],
      ["outcome", "Tu pago de $850 no quedó registrado, pero tu cita se agendó. Código: K7P2QM."],
      ["outcome", "¡Listo! Tu pago de $850 quedó registrado, pero tu cita no se agendó. Código: K7P2QM."],
    ],
  },
  {
    name: "professional replaced",
    template: "Cambié tu cita de Ana a Luis para el martes 24 de noviembre.",
    facts: { ...WHO, professional: "Luis" },
    faithful: ["¡Listo, María! Cambié tu cita de Ana a Luis para el martes 24 de noviembre."],
    corrupted: [
      ["name", "Cambié tu cita de Luis a Ana para el martes 24 de noviembre."],
      ["name", "Cambié tu cita a Ana de Luis para el martes 24 de noviembre."],
      ["name", "Cambié tu cita con María de Ana a Luis para el martes 24 de noviembre."],
      ["outcome", "Cambiaste tu cita de Ana a Luis para el martes 24 de noviembre."],
    ],
  },
];
