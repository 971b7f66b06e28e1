import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parseDocument } from "yaml";
import { z } from "zod";

const words = z.union([
  z
    .string()
    .min(1)
    .transform((text) => [text]),
  z.array(z.string().min(1)).min(1),
]);

const booking = z.strictObject({
  servicio: z.string().optional(),
  fecha: z.iso.date().optional(),
  hora: z
    .string()
    .regex(/^\d\d:\d\d$/, "se escribe HH:MM, entre comillas")
    .optional(),
  profesional: z.string().optional(),
  estado: z.enum(["confirmada", "cancelada"]).optional(),
});

const madeBooking = booking.omit({ estado: true }).required();
const pesos = z.number().int().positive();

/** What happens besides the conversation, or happened before it: what makes a time taken, or a booking vanish. */
const event = z.union([
  z.strictObject({ otra_persona_reserva: madeBooking }),
  z.strictObject({ vino_antes: madeBooking }),
  z.strictObject({ su_cita: madeBooking }),
  z.strictObject({ recepcion_cancela: z.literal("su cita") }),
  z.strictObject({
    cambia_precio: z.union([
      z.strictObject({ servicio: z.string(), precio: pesos }),
      z.strictObject({ paquete: z.string(), precio: pesos }),
    ]),
  }),
  z.strictObject({ paga: z.literal("su compra") }),
  z.strictObject({ pasan_minutos: z.number().int().positive() }),
]);

/** What the database then holds about the customer; only what is written here is compared. */
const records = z
  .strictObject({
    citas: z.array(booking),
    compras: z.array(
      z.strictObject({
        nombre: z.string().optional(),
        precio: pesos.optional(),
        estado: z.enum(["pendiente", "pagada", "anulada"]).optional(),
      }),
    ),
    solicitudes: z.array(z.strictObject({ motivo: z.enum(["queja", "persona"]), dice: words.optional() })),
    perfil: z.strictObject({ nombre: z.string().optional(), idioma: z.string().length(2).nullable().optional() }),
    mensajes: z.enum(["si", "no"]),
    nota: z.number().int().min(1).max(5).nullable(),
  })
  .partial();

/** What the customer does; exactly one of them in each step. */
const messages = {
  cliente: z.string(),
  juntos: z.array(z.string()).min(2),
  /** For messages that nobody would want to read in a file. */
  repite: z.strictObject({ texto: z.string().min(1), veces: z.number().int().min(2) }),
  toca: z.string().min(1),
  ubicacion: z.strictObject({ latitud: z.number(), longitud: z.number() }),
  archivo: z.enum(["imagen", "sticker", "audio", "documento", "contacto"]),
  reaccion: z.string().min(1),
  /** Nothing: the customer reads what a notice brings. */
  espera_aviso: z.literal(true),
};

const step = z
  .strictObject({
    ...messages,
    mientras: z.array(event).min(1),
    bot: words,
    no_dice: words,
    opciones: z.array(z.string().min(1)),
    plantilla: z.string().regex(/^utter_/, "es una clave de responses/es.yml"),
    intencion: z.string().min(1),
    idioma: z.string().length(2),
    base: records,
  })
  .partial()
  .superRefine((value, context) => {
    const told = Object.keys(messages).filter((name) => name in value);
    if (told.length !== 1) {
      context.addIssue(`cada paso lleva uno, y sólo uno, de: ${Object.keys(messages).join(", ")}`);
    }
    // Its notice comes by itself: beside a message of the customer's, either could be answered first.
    if (!value.espera_aviso && value.mientras?.some((one) => "paga" in one)) {
      context.addIssue("`paga` va en un paso con `espera_aviso: true`");
    }
  });

const dialogue = z.strictObject({
  cuento: z.string().min(1),
  /** Why this dialogue is not yet so; it then has to fail, and to lose this line when it no longer does. */
  falla_hoy: z.string().min(1).optional(),
  antes: z.array(event).min(1).optional(),
  pasos: z.array(step).min(1),
});

export type DialogueEvent = z.infer<typeof event>;
export type DialogueStep = z.infer<typeof step>;
export type Dialogue = z.infer<typeof dialogue> & { file: string };

export class DialogueFileError extends Error {
  override readonly name = "DialogueFileError";
  readonly code = "dialogue_invalid";
}

/** Every dialogue of the folder, by file name and order. @throws DialogueFileError naming file and place of each problem. */
export function readDialogues(folder: string): Dialogue[] {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith(".yml"))
    .sort();
  const dialogues = files.flatMap((name) => readDialogueFile(join(folder, name)));
  const stories = new Set<string>();
  for (const { cuento, file } of dialogues) {
    if (stories.has(cuento)) throw new DialogueFileError(`${file}: dos diálogos se llaman «${cuento}»`);
    stories.add(cuento);
  }
  return dialogues;
}

export function readDialogueFile(path: string): Dialogue[] {
  const file = basename(path);
  const document = parseDocument(readFileSync(path, "utf8"));
  const [broken] = document.errors;
  if (broken) throw new DialogueFileError(`${file}: ${broken.message}`);
  const parsed = z.array(dialogue).min(1).safeParse(document.toJS());
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path: at, message }) => `  ${at.join(".")}: ${message}`);
    throw new DialogueFileError(`${file}:\n${problems.join("\n")}`);
  }
  return parsed.data.map((entry) => ({ ...entry, file }));
}
