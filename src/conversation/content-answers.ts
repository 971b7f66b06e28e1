import type { InboxContent } from "./stored-content.ts";
import type { Decision } from "./turn.ts";

/** What a customer reads after sending something that is no text. */
export function contentAnswer(content: InboxContent | undefined): Decision {
  switch (content?.kind) {
    case "location":
      return { kind: "say", template: "utter_ubicacion_recibida" };
    case "contact":
      return { kind: "say", template: "utter_contacto_recibido" };
    case "reaction":
      return { kind: "say", template: "utter_reaccion" };
    case "media":
      return { kind: "say", template: "utter_multimedia", facts: { tipo: mediaName(content.media[0]?.type ?? "") } };
    default:
      return { kind: "say", template: "utter_desconocido" };
  }
}

function mediaName(type: string): string {
  if (type.startsWith("image/webp")) return "stickers";
  if (type.startsWith("image/")) return "imágenes";
  if (type.startsWith("audio/")) return "audios";
  if (type.startsWith("video/")) return "videos";
  return "documentos";
}
