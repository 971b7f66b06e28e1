import { foldText } from "../../shared/index.ts";
import type { Shade } from "./around-vocabulary-es.ts";

const NICE =
  "(?:bonito|bonita|lindo|linda|excelente|buen|buena|gran|feliz|hermoso|hermosa|precioso|preciosa|maravilloso)";
const DAY = "(?:día|tarde|noche|semana|fin de semana)";
const FAMILY =
  "(?:mamá|mami|mamita|papás?|papi|hij[oa]s?|espos[oa]|pareja|novi[oa]|familia|herman[oa]s?|abuelit[oa]|abuel[oa]s?|amig[oa]s?|bebé|suegr[oa]|tí[oa]s?|prim[oa]|sobrin[oa]|niet[oa]|jef[ea]|compañer[oa]s?|niñ[oa]s?|boda|ahijad[oa]|comadre|compadre|vecin[oa]|maestr[oa])";
const SERVE_YOU = "(?:ayudarte|atenderte|apoyarte|acompañarte|servirte|saludarte|leerte|tenerte|escucharte|recibirte)";
const SERVE_SIR = "(?:ayudarle|atenderle|apoyarle|acompañarle|servirle|saludarle|leerle|tenerle|escucharle|recibirle)";

/** Said as a whole only: their words alone could say something. Taken in this order, out of folded text. */
export const PHRASES: ReadonlyArray<{ pattern: RegExp; shades: readonly Shade[] }> = [
  // Greetings and good-byes
  phrase("hola (?:de nuevo|otra vez)|qué tal"),
  phrase("(?:muy )?(?:buenos días|buenas tardes|buenas noches|buen día)"),
  phrase("hasta (?:pronto|luego)|quedo atent[oa]|quedamos atent[oa]s"),
  phrase(
    `(?:que tengas|ten|te deseo|te deseamos|disfruta) (?:un |una |mucho )?(?:muy |tu |el |la )?(?:${NICE} )?${DAY}`,
    "tú",
  ),
  phrase(
    `(?:que tenga|tenga|le deseo|le deseamos|disfrute) (?:un |una |mucho )?(?:muy |su |el |la )?(?:${NICE} )?${DAY}`,
    "usted",
  ),
  phrase(`(?:muy )?${NICE} (?:día|fin de semana)`),
  phrase("que te vaya (?:muy )?(?:bien|bonito)|cuídate(?: mucho)?|te mando un (?:fuerte |gran )?abrazo", "tú"),
  phrase("que le vaya (?:muy )?(?:bien|bonito)|cuídese(?: mucho)?", "usted"),
  phrase("(?:que )?disfrut(?:es|a) (?:mucho )?(?:de )?tu (?:momento|espacio|rato|ratito)", "tú", "joy"),
  phrase("que (?:lo |la )?disfrutes(?: mucho)?", "tú", "joy"),
  phrase("que (?:lo |la )?disfrute(?: mucho)?", "usted", "joy"),
  // Being there
  phrase("(?:aquí|por aquí) (?:estoy|sigo|estamos|seguimos)|(?:estoy|estamos|sigo) (?:aquí |por aquí )?(?=para )"),
  phrase("(?:quedo |quedamos )?a (?:la orden|sus órdenes)"),
  phrase(
    "(?:quedo |quedamos )?a tus órdenes|cuentas? (?:conmigo|con nosotros)|aquí me tienes|tómate tu tiempo|a tu ritmo",
    "tú",
  ),
  phrase("cuent[ae] (?:conmigo|con nosotros)|tómese su tiempo|a su ritmo", "usted"),
  phrase("(?:para )?(?:cuando (?:gustes|quieras|lo necesites)|(?:en |todo )?lo que (?:necesites|se te ofrezca))", "tú"),
  phrase("(?:para )?(?:cuando (?:guste|quiera|lo necesite)|(?:en |todo )?lo que (?:necesite|se le ofrezca))", "usted"),
  phrase("(?:para )?(?:cualquier|alguna) (?:otra )?(?:cosa|duda|pregunta)"),
  phrase("(?:escríbeme|escríbenos)(?: por aquí)?", "tú", "invite"),
  phrase("(?:escríbame|escríbanos)(?: por aquí)?", "usted", "invite"),
  // Pleasure
  phrase("con toda confianza", "cheer"),
  phrase("no hay de qué|con los brazos abiertos", "cheer"),
  phrase("no te (?:preocupes|apures|disculpes)", "light", "tú"),
  phrase("no es (?:ninguna )?molestia|no hay prisa|de nada|todo (?:está )?(?:muy )?(?:bien|en orden)", "cheer"),
  phrase("(?:enseguida|en seguida|ya) te (?:digo|cuento|ayudo|muestro|explico|leo)|ya sabes", "cheer", "tú"),
  phrase("sin (?:pena|prisas?|estrés)|hasta la próxima|nos leemos|se ha dicho|a la obra"),
  phrase(
    "espero que (?:te mejores|todo salga (?:muy )?bien|descanses|te vaya (?:muy )?bien|la pases (?:muy )?bien)",
    "tú",
  ),
  phrase("(?:ojalá |deseo que |espero que |que )te (?:mejores|sientas mejor)(?: muy)?(?: pronto)?", "tú"),
  phrase(`(?:ojalá|deseo|espero) que tu ${FAMILY} se (?:mejore|recupere)(?: muy)?(?: pronto)?`, "tú"),
  phrase(`(?:ojalá|deseo|espero) que su ${FAMILY} se (?:mejore|recupere)(?: muy)?(?: pronto)?`, "usted"),
  phrase("ojalá (?:que )?(?:(?:descanse|l[oa] disfrute)n? mucho|la pasen? muy (?:bien|bonito))"),
  phrase("que (?:te mejores(?: pronto)?|todo salga (?:muy )?bien)|te lo (?:agradecerán?|van? a agradecer)", "tú"),
  phrase(
    "vas a quedar (?:muy )?(?:como nuev[oa]|guapísim[oa]|guap[oa]|divin[oa]|precios[oa]|hermos[oa]|increíble|feliz)",
    "joy",
    "tú",
  ),
  phrase("(?:te|le) (?:paso|doy|comparto|dejo) (?:toda )?(?:la información|los detalles|los datos|la info)"),
  phrase("aquí (?:lo|la|los|las) tienes", "tú"),
  phrase("(?:un |ese |este )?mal (?:rato|trago|momento|sabor de boca)|(?:me|nos) da (?:mucha |tanta )?pena", "regret"),
  phrase("no se (?:preocupe|apure)", "light", "usted"),
  phrase("no hay nada que (?:perdonar|disculpar)|me (?:agarraste|cachaste)", "light"),
  phrase("gracias por tu flexibilidad|te acompaño en tu primera (?:visita|vez)|que estás al pendiente", "tú"),
  phrase("gracias por su flexibilidad", "usted"),
  phrase("que es tu día de descanso|que le tengas (?:tanto |mucho )?cariño", "tú"),
  phrase("qué (?:bonito|lindo|hermoso) nombre", "cheer"),
  phrase("qué pesado (?:está )?(?:el|ese|este) tráfico"),
  phrase(
    "para eso (?:estoy|estamos)|me hiciste reír|así es (?:la|esta) (?:vida|chamba)|a veces|(?:aquí )?te leo|lo vemos|échale ganas|(?:muchas )?gracias a ti",
    "tú",
  ),
  phrase(
    "gracias por avisar(?:me|nos)?|me gusta (?:la idea|el plan|mucho)|gracias por (?:el|tu|su) (?:aviso|atención|detalle)|(?:qué|un) (?:lindo|bonito|buen|hermoso|gran) detalle|qué detalle (?:tan|más) (?:lindo|bonito|hermoso)|el detalle",
  ),
  phrase("qué (?:linda|bonita|hermosa|buena|gran) sorpresa|(?:muy |va |vamos )?rapidito|vamos rápido", "cheer"),
  phrase(
    `qué (?:gusto|alegría|bueno|placer) (?:volver a )?${SERVE_YOU}(?: de nuevo| de vuelta| otra vez| por aquí)?`,
    "tú",
  ),
  phrase(
    `qué (?:gusto|alegría|bueno|placer) (?:volver a )?${SERVE_SIR}(?: de nuevo| de vuelta| otra vez| por aquí)?`,
    "usted",
  ),
  phrase("qué (?:gusto|bien|bueno|padre|rico|placer)", "light"),
  phrase("(?:me|nos) (?:da|dio) (?:mucho |muchísimo |tanto )?gusto"),
  phrase("(?:me|nos) da (?:mucha |muchísima |tanta )?alegría", "cheer"),
  phrase("(?:siempre )?(?:es|será|ha sido|fue) un (?:gusto|placer)"),
  phrase(`(?:me|nos) (?:encantaría|gustaría) (?:poder )?${SERVE_YOU}`, "tú"),
  phrase(`(?:me|nos) (?:encantaría|gustaría) (?:poder )?${SERVE_SIR}`, "usted"),
  phrase(`(?:${SERVE_YOU}) (?:de nuevo|de vuelta|otra vez)`, "tú"),
  phrase(`(?:${SERVE_SIR}) (?:de nuevo|de vuelta|otra vez)`, "usted"),
  phrase(
    "(?:te|le|les) (?:va a caer de maravilla|va a encantar|encantará|encantó|va a gustar)|lo (?:vas|va) a disfrutar",
    "cheer",
  ),
  phrase("(?:te lo|se lo) merecen?s?|bien merecid[oa]", "joy"),
  phrase("(?:eso )?suena (?:muy |súper )?(?:bien|bonito|lindo|increíble|delicioso|padre|perfecto|genial)", "cheer"),
  phrase("mil gracias|un millón de gracias"),
  phrase("gracias por (?:confirmar(?:lo|me)?|tu confirmación|su confirmación)", "complete"),
  phrase("gracias por (?:tu|su) pago", "paid"),
  // Occasions
  // Somebody's life only as what the customer told: "para tu mamá", never "mi papá"
  phrase(`(?:a|para|con|de|por|en|y) (?:tus?|esa|ese) ${FAMILY}`, "tú"),
  phrase(`(?:a|para|con|de|por|en|y) sus? ${FAMILY}`),
  phrase(`qué ${NICE} regalo para (?:tu|su) ${FAMILY}`, "cheer"),
  phrase(
    "(?:un día|tu día|su día|día) (?:muy |tan )?especial|(?:tu|su|el|un) gran día|en (?:tu|su) día|día de las? (?:madres?|novias?)",
  ),
  phrase(
    "un (?:momento|rato|ratito|espacio) (?:especial |bonito )?(?=para |contigo)|(?<!en |por |al )(?:este|ese|un) momento",
  ),
  phrase("(?:que|cuando) (?:te urge|tienes prisa)|lo importante que es", "tú"),
  // Regret
  phrase("lo que (?:pasó|sucedió|ocurrió|viviste|pasaste)|qué mal (?:rato|momento)", "regret"),
  phrase(
    "que (?:hayas|haya) (?:tenido|pasado|vivido) (?:por )?(?:esa|esta|una|un|ese|este)(?: mal[ao]?)? (?:experiencia|molestia|situación|rato|momento)",
    "regret",
  ),
  phrase("(?:te|le) (?:ofrezco|ofrecemos|pido|pedimos) una (?:sincera )?disculpa", "regret"),
  phrase(
    "que (?:se )?(?:te |le )?haya (?:complicado|tocado(?: así)?|pasado(?: eso| esto)?)|que te pase esto",
    "regret",
  ),
  phrase("que hayas pasado por (?:eso|esto|algo así)", "regret", "tú"),
  phrase("que haya pasado por (?:eso|esto|algo así)", "regret", "usted"),
  phrase(`que tu ${FAMILY} (?:esté|ande) (?:enferm(?:o|a|ito|ita)|malit[oa])`, "regret", "tú"),
  phrase(`que su ${FAMILY} (?:esté|ande) (?:enferm(?:o|a|ito|ita)|malit[oa])`, "regret", "usted"),
  phrase("el día se complica", "regret"),
  phrase("cómo te sientes", "tú"),
  // Leading to a locked sentence
  phrase("(?:ayúdame|ayúdanos|apóyame) con (?:esto|este dato|un dato|una pregunta)", "asking", "tú"),
  phrase("para (?:ayudarte|atenderte|apoyarte) mejor", "tú"),
  phrase("para (?:ayudarle|atenderle|apoyarle) mejor", "usted"),
  phrase("aquí tienes|aquí te (?:dejo|comparto|muestro|paso|va|van)|ahí te va", "tú"),
  phrase("aquí tiene|aquí le (?:dejo|comparto|muestro|paso)", "usted"),
  phrase("estas son (?:las|tus|sus|algunas) opciones|las opciones|aquí (?:están|van) (?:las|tus|sus) opciones", "list"),
  phrase(
    "aquí (?:está|están|va)(?=[^a-z ]|$)|aquí (?:está|va) (?:la información|el detalle|el resumen|todo)|aquí (?:están|van) los (?:detalles|datos)",
  ),
  phrase(
    "esta es la información|estos son los (?:detalles|datos)|este es el (?:detalle|resumen)|esto es lo que (?:encontré|tengo)",
  ),
  phrase(
    "(?:sobre |acerca de |respecto a )lo que (?:me )?(?:preguntas|preguntaste|comentas|cuentas|dices|compartes|escribes)",
    "tú",
  ),
  phrase(
    "vamos (?:con (?:eso|ello|esto)|a verlo|a ver)|a ver|por cierto|con eso|de verdad|con todo (?:gusto|cariño)|de todo corazón",
  ),
  phrase("(?:déjame|permíteme) (?:ayudarte|contarte|explicarte|mostrarte|compartirte|decirte)", "tú"),
  phrase("(?:permítame) (?:ayudarle|contarle|explicarle|mostrarle|compartirle|decirle)", "usted"),
  phrase("(?:con|para|sobre) (?:tu|su) (?:cita|mensaje|solicitud|pregunta)"),
  // Only where it is true
  phrase("(?:todo )?listo|ya está|ya quedó(?: listo)?|quedó listo", "complete"),
  phrase("(?:aquí )?te esperamos(?: con (?:gusto|cariño|los brazos abiertos))?|nos vemos(?: pronto)?", "welcome"),
  phrase("(?:aquí )?l[eo]s? esperamos", "welcome", "usted"),
  phrase("te recibi(?:mos|remos) con (?:mucho |todo )?(?:gusto|cariño)", "welcome", "tú"),
  phrase("l[eo]s? recibi(?:mos|remos) con (?:mucho |todo )?(?:gusto|cariño)", "welcome", "usted"),
];

function phrase(pattern: string, ...shades: Shade[]) {
  return { pattern: new RegExp(`(?<![\\p{L}\\d])(?:${foldText(pattern)})(?![\\p{L}\\d])`, "gu"), shades };
}
