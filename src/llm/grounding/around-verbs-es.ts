import { NEGATORS } from "./vocabulary-es.ts";

/**
 * Verbs of courtesy and of the customer's own life. Only forms that report nothing: infinitive, present, imperative and
 * subjunctive, with their pronouns; no past, no future. None of them is an effect on
 * a booking, a gift, or a promise ("resolver", "regresar", "preparar", "invitar" are not here).
 */
const VERBS = {
  ar: `disfrut descans relaj apapach mim celebr festej acompan ayud apoy anim plane viaj estudi trabaj bail cant brill
    estren pase salud escuch platic coment pregunt explic entren practic estir respir desconect cuid abraz am ador extran
    confi visit alegr emocion inspir motiv continu avanz comenz felicit mostr muestr calm chiqu antoj tranquiliz orient
    valor apreci import manej entr camin respet nad`,
  er: `comprend entend entiend aprend agradec agradezc respond quer quier pod pued le sorprend merec merezc atend atiend
    volv vuelv com conoc corr escog`,
  ir: `compart consent consient sonr viv descub escrib luc luzc sent sient divert diviert repet repit vest serv sirv elig eleg prefer`,
} as const;

const PRONOUNS = ["", "te", "la", "lo", "las", "los", "le", "les", "me", "nos", "se", "melo", "telo", "lelo"];
/** Irregular, or one form only. */
const SINGLE = `ver verte verlo verla vernos vayas vaya pases pasarla pasarlo pasala sea seas digas digo dejo contar contarte
  contarle contarme contarnos contarlo contarmelo cuento informo empezar hacer decirme decirnos decirlo decirmelo esperar esperarnos aclarar aclararlo aclararme contactarnos contactarme tomar tomarte tomes tomarse
  darte decirte decirle informarte informarle leo saber saberlo sepas reir reirme tenerte tenerle verle
  prepararte arreglarte arreglarse recargar recargarte considerarnos recomendarnos pensar pensarlo pensando regresar
  regreses busquemos relajarte agradecerte cocinar cenar descubrir`;

/** Folded forms; true: the form says "tú" to the customer. */
export function harmlessVerbs(): ReadonlyMap<string, boolean> {
  const forms = new Map<string, boolean>();
  for (const [kind, stems] of Object.entries(VERBS)) {
    for (const stem of stems.split(/\s+/u)) {
      const gerund = kind === "ar" ? "ando" : "iendo";
      for (const pronoun of PRONOUNS) {
        const isYou = pronoun.startsWith("te");
        forms.set(`${stem}${kind}${pronoun}`, isYou);
        forms.set(`${stem}${gerund}${pronoun}`, isYou);
      }
      for (const ending of ["o", "a", "e", "amos", "emos", "an", "en", kind === "ir" ? "imos" : "emos"]) {
        forms.set(stem + ending, false);
      }
      const commands = kind === "ar" ? ["ate", "alo", "ala"] : ["ete", "elo", "ela"];
      for (const ending of [...commands, "as", "es"]) forms.set(stem + ending, true);
    }
  }
  for (const form of SINGLE.split(/\s+/u)) forms.set(form, /(?:te|as|es)$/u.test(form));
  for (const word of NEGATORS) forms.delete(word);
  return forms;
}
