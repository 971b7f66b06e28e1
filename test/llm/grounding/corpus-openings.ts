import type { Told } from "./told.ts";

/** What stands before the cards of the studio's own templates. Written without trying the check: 23 of 29 passed at first sight. */
export const OPENINGS: readonly Told[] = [
  {
    name: "opening «Con gusto.»",
    template: "Con gusto. ¿Qué servicio te gustaría agendar?",
    facts: {},
    faithful: [
      "¡Claro! ¿Qué servicio quieres agendar?",
      "¡Hola! Con gusto te ayudo. ¿Qué servicio te gustaría agendar?",
      "¡Perfecto! ¿Cuál servicio te gustaría agendar?",
    ],
    corrupted: [],
  },
  {
    name: "opening «Masaje relajante, perfecto ($850).»",
    template: "Masaje relajante, perfecto ($850). ¿Qué día te queda bien? Los próximos con espacio:",
    facts: {},
    faithful: [
      "¡Perfecto! Masaje relajante ($850). ¿Qué día te queda bien? Estos son los próximos con espacio:",
      "¡Genial! Masaje relajante, $850. ¿Qué día prefieres? Los próximos con espacio son:",
    ],
    corrupted: [],
  },
  {
    name: "opening «¿A qué hora te queda bien el sábado 21 de noviembr»",
    template: "¿A qué hora te queda bien el sábado 21 de noviembre? Para masaje relajante tengo:",
    facts: {},
    faithful: [
      "¡Claro! ¿A qué hora te queda bien el sábado 21 de noviembre? Para masaje relajante tengo:",
      "¿Qué hora te queda bien el sábado 21 de noviembre? Para masaje relajante tengo estos horarios:",
    ],
    corrupted: [],
  },
  {
    name: "opening «¿Confirmo tu cita?»",
    template: "¿Confirmo tu cita?",
    facts: {},
    faithful: ["¿Te confirmo la cita?", "¡Perfecto! ¿Confirmo tu cita?", "¿Quieres que confirme tu cita?"],
    corrupted: [
      ["outcome", "Confirmo tu cita."],
      ["outcome", "¿Confirmo que cancelé tu cita?"],
      ["outcome", "Tu cita está confirmada. ¿Confirmo?"],
    ],
  },
  {
    name: "opening «El martes 24 de noviembre a las 10:00 a.»",
    template: "El martes 24 de noviembre a las 10:00 a. m. no tengo espacio. Lo más cercano es:",
    facts: {},
    faithful: [
      "Disculpa, el martes 24 de noviembre a las 10:00 a. m. no tengo espacio. Lo más cercano es:",
      "Lo siento, no tengo espacio el martes 24 de noviembre a las 10:00 a. m., pero lo más cercano es:",
      "No tengo lugar disponible el martes 24 de noviembre a las 10:00. Lo más cercano que tengo es:",
    ],
    corrupted: [],
  },
  {
    name: "opening «Ese espacio se acaba de ocupar y no pude agendarlo»",
    template: "Ese espacio se acaba de ocupar y no pude agendarlo. Lo más cercano es:",
    facts: {},
    faithful: [
      "Lo siento, ese espacio se acaba de ocupar y no pude agendarlo. Lo más cercano es:",
      "Disculpa, ese lugar se acaba de ocupar y no pude agendarlo. Lo más cercano que tengo es:",
    ],
    corrupted: [],
  },
  {
    name: "opening «Algo cambió desde que te pregunté, así que no agen»",
    template: "Algo cambió desde que te pregunté, así que no agendé nada todavía. Así queda ahora:",
    facts: {},
    faithful: ["Disculpa, algo cambió desde que te pregunté, así que no agendé nada todavía. Ahora queda así:"],
    corrupted: [["outcome", "Nada cambió desde que te pregunté, así que no agendé algo todavía. Así queda ahora:"]],
  },
  {
    name: "opening «¡Listo!»",
    template: "¡Listo! Tu cita quedó agendada.",
    facts: {},
    faithful: [
      "¡Perfecto! Tu cita ya quedó agendada. ¡Te esperamos!",
      "¡Listo! Ya está agendada tu cita 😊",
      "¡Todo listo! Tu cita quedó agendada.",
    ],
    corrupted: [],
  },
  {
    name: "opening «De acuerdo, no agendé nada.»",
    template: "De acuerdo, no agendé nada. Si prefieres otro día, otra hora u otra persona, dímelo.",
    facts: {},
    faithful: ["De acuerdo, no agendé nada. Si quieres otro día, otra hora u otra persona, dime."],
    corrupted: [],
  },
  {
    name: "opening «No tienes citas próximas.»",
    template: "No tienes citas próximas. ¿Quieres agendar una?",
    facts: {},
    faithful: [
      "No tienes citas próximas. ¿Te gustaría agendar una?",
      "Por ahora no tienes citas próximas. ¿Quieres agendar una?",
    ],
    corrupted: [["outcome", "Tienes citas próximas. ¿No quieres agendar una?"]],
  },
  {
    name: "opening «Listo, cancelé tu cita de masaje relajante del sáb»",
    template: "Listo, cancelé tu cita de masaje relajante del sábado 21 de noviembre a las 5:00 p. m. (código K7P2QM).",
    facts: {},
    faithful: [
      "Listo, ya cancelé tu cita de masaje relajante del sábado 21 de noviembre a las 5:00 p. m. Código: K7P2QM.",
      "¡Claro! Tu cita de masaje relajante del sábado 21 de noviembre a las 5:00 p. m. (código K7P2QM) quedó cancelada.",
    ],
    corrupted: [],
  },
  {
    name: "opening «No encontré esa cita entre las tuyas.»",
    template: "No encontré esa cita entre las tuyas. ¿Cuál quieres cancelar?",
    facts: {},
    faithful: ["Disculpa, no encontré esa cita entre las tuyas. ¿Cuál te gustaría cancelar?"],
    corrupted: [],
  },
  {
    name: "opening «¡Con mucho gusto!»",
    template: "¡Con mucho gusto! 😊",
    facts: {},
    faithful: ["¡Con gusto! 😊"],
    corrupted: [],
  },
  {
    name: "opening «Claro, aviso al equipo para que una persona te ati»",
    template: "Claro, aviso al equipo para que una persona te atienda por aquí.",
    facts: {},
    faithful: ["¡Claro! Ya aviso al equipo para que una persona te atienda por aquí."],
    corrupted: [],
  },
  {
    name: "opening «¿Cancelo esta cita?»",
    template: "¿Cancelo esta cita?",
    facts: {},
    faithful: ["¿Quieres que cancele esta cita?", "¿Te cancelo esta cita?"],
    corrupted: [["outcome", "¿Quieres esta cita?"]],
  },
  {
    name: "opening «De acuerdo, no agendé nada.»",
    template: "De acuerdo, no agendé nada. Si prefieres otro día, dímelo.",
    facts: {},
    faithful: [],
    corrupted: [["outcome", "De acuerdo, agendé. Si no prefieres otro día, dímelo nada."]],
  },
  {
    name: "opening «No pude agendar tu cita.»",
    template: "No pude agendar tu cita. ¿Probamos con otro servicio?",
    facts: {},
    faithful: [],
    corrupted: [["outcome", "Pude agendar tu cita. ¿No probamos con otro servicio?"]],
  },
  {
    name: "opening «No tienes citas próximas que cancelar.»",
    template: "No tienes citas próximas que cancelar.",
    facts: {},
    faithful: [],
    corrupted: [["outcome", "Tienes citas próximas que no cancelar."]],
  },
];
