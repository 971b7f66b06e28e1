import { foldText } from "../../shared/index.ts";
import { harmlessVerbs } from "./around-verbs-es.ts";

/**
 * The Spanish words that a model may write around the locked sentences. Nothing else passes, so what stands here must not
 * be able to affirm, deny, reverse, promise, attribute or condition anything, in any combination. Left out on purpose:
 * verbs that state (hay, tienes, tenemos, quedó), assent to an assertion (sí, exacto, correcto, así es, tienes razón),
 * connectives that relate two sentences (pero, aunque, si, o, por eso, sino, salvo, casi, ojalá, quizá), verbs of opinion
 * or hearsay (creo, espero, imagino, según), gifts and treats (regalo, invita, "va por nosotros"), "mejor", times (ya,
 * hoy, ahora, pronto, semana), and every noun of the business. What is safe only in one setting stands in
 * `around-phrases-es.ts`.
 */
const words = (text: string): readonly string[] => foldText(text).split(" ");

/** A mood has to fit the outcome, a form of address the profile's tone, an invitation what the template asks. */
export type Shade =
  | "joy"
  | "cheer"
  | "light"
  | "regret"
  | "complete"
  | "welcome"
  | "paid"
  | "tú"
  | "usted"
  | "asking"
  | "invite"
  | "list";

const GRAMMAR = words(`
 el la los las un una de del al a en con para por y e que lo muy mucho mucha muchos muchas muchisimo muchisima muchisimas
 muchisimos tan tanto tanta tantos tantas este esta estos estas ese esa esos esas aqui tambien ademas me mi mis nos nuestro
 nuestra nuestros nuestras yo ella ellas ellos ustedes su sus le les se sobre acerca respecto como cuando porque mas
 es son estas estoy estamos ser estar fue suena sonar siempre vas vamos van juntos juntas entre
 eso esto todo toda todos todas pues ello ando andamos algo poco poquito tantito veces vez
`);
const COURTEOUS = words(`
 hola gracias gusto gustos favor porfa placer carino saludo saludos abrazo abrazos claro bueno buenas buena
 buenos buen bien amable amables amabilidad bienvenido bienvenida bienvenidos bienvenidas querido querida estimado
 estimada entendido paciencia confianza preferencia mensaje interes comprension pregunta preguntas dudas duda
 tiempo respuesta sinceridad honestidad franqueza comentario comentarios opinion palabras animo animos puntualidad visita
 apoyo ayuda calma tranquila tranquilo tranquilos tranquilidad tranqui detalles datos dato informacion info plan
 planes planazo idea ideas ideon ocasion ocasiones resumen chat medio sinceramente ay ah aja oh uy ups mira fijate
 recuerda veamos importante prisa prisas urgencia servicial oportunidad igualmente encantadisima mmm oye exito exitos suerte bendiciones provecho salud cosa cosas manera forma modo motivo tema
 nuevo nueva senora senor hijole caray chin
 uf uff ufff holi holis hey saluditos encanto abracito cosita cafecito gesto ojo ojos
 historia recuerdos tradicion ritual rutina habito meta metas objetivo reto logro esfuerzo camino inicio comienzo etapa
 ambiente rincon mejorar iniciativa curiosidad ganas buenaonda onda tono
`);
const FEELINGS = words(`
 bonito bonita bonitos bonitas bonitisimo bonitisima lindo linda lindos lindas    
 precioso preciosa preciosos preciosas especial especiales dulce dulces rico rica ricos ricas
 riquisimo riquisima delicioso deliciosa sabroso sabrosa tierno tierna divertido divertida divino divina divinos divinas
 chulo chula chulas chulos padre padres chido chida adorable adorables simpatico simpatica agradable comodo comoda
 relajado relajada relajados renovado renovada fresca fresco consentida consentido valiente fuerte inolvidable sonado sonada suave calido calida grande gran radiante radiantes romantico romantica
 merecido merecida curioso curiosa interesante emprendedora trabajadora organizada organizado precavida
 descanso descansito estres cansancio cuidado mimo mimos apapacho apapachos gustito antojo entusiasmo energia ilusion
 cuerpo mente alma espalda cuello hombros manos pies piel cara rostro unas cabello sonrisa paz relax bienestar
 pausa respiro escapada ratito momentito huequito preparativo preparativos look estilo belleza ternura nervios
 lujo inspiracion motivacion disciplina constancia actitud responsable previsora previsor puntual detallista cansada cansado
 estresada estresado nerviosa nervioso ocupada ocupado apurada apurado apretada apretado emprendedor luchona campeona
 campeon experta experto principiante curiosa original creativa creativo elegante sencillo sencilla facil practico
 practica ligero ligera tranquilito tranquilita calientito rico bonitos encantador encantadora magia magico magica
 proposito propositos flexible flexibles mejoria recuperacion gripa gripe sano sana saludable
`);
const LIFE = words(`
                  
                  
 gente chicas chicos cumpleanos cumple
 cumpleanera aniversario graduacion fiesta fiestas festejo festejos celebracion evento eventos reunion junta
 juntas cena comida cafe pastel viaje viajes vacaciones vuelo quinceanos bautizo entrevista examen examenes tesis
 embarazo mudanza trabajo chamba escuela oficina vida mundo playa mar carrera maraton partido fut futbol deporte
 ejercicio gym entrenamiento baile foto fotos vestido perro perrito perrita gato gatito gatita michi mascota lluvia
 trafico calor frio clima sol musica aventura luna miel navidad posada posadas compromiso compromisos
 cachorro cachorra peludo peludito peludos mascotas perros gatos conejo padel tenis correr nadar bici yoguini concierto
 teatro cine libro serie pelicula musica           
            
`);

const SHADED: ReadonlyArray<readonly [Shade, readonly string[]]> = [
  [
    "cheer",
    words(`perfecto perfecta perfectos genial geniales excelente excelentes estupendo estupenda fantastico fantastica
      super increible increibles buenisimo buenisima maravilloso maravillosa maravillosos maravilla encanta encantan
      encantado encantada alegra alegran alegria contento contenta eleccion padrisimo padrisima ideal ok okey okay vale va
      sale andale orale wow guau bravo gustazo gustoso gustosa lindisimo lindisima magnifico magnifica acertada atinada
      sensacional espectacular chevere adelante opcion decision arriba`),
  ],
  [
    "joy",
    words(`felicidades felicitaciones felicito felicitamos feliz felices felicidad emocion emociona emocionante emocionado
      emocionada enhorabuena`),
  ],
  [
    "regret",
    words(`siento sentimos lamento lamentamos lamentablemente desafortunadamente disculpa disculpe disculpas disculpen
      disculparme perdon perdona perdone pena penita lastima molestia molestias inconveniente inconvenientes frustrante
      frustracion molesto molesta enojo coraje espera demora incomodidad incomodo contratiempo lata tristeza triste
      desesperacion preocupacion angustia susto disgusto dificil complicado complicada complica complico mal malo mala feo
      situacion experiencia vueltas confusion enojada enojado desesperada desesperado adolorida adolorido preocupada
      preocupado ocurrido sucedido dolor`),
  ],
  ["complete", words("listo lista hecho")],
  ["tú", words("tu tus te ti eres estes")],
  ["usted", words("usted")],
  ["asking", words("platicame cuentanos dinos")],
];

/** Shades of each word; a word that is not here is not allowed. Later rows win. */
export const AROUND: ReadonlyMap<string, readonly Shade[]> = new Map<string, readonly Shade[]>([
  ...[...harmlessVerbs()].map(([form, isYou]): [string, Shade[]] => [form, isYou ? ["tú"] : []]),
  ...[GRAMMAR, COURTEOUS, FEELINGS, LIFE].flat().map((word): [string, Shade[]] => [word, []]),
  ...SHADED.flatMap(([shade, list]) => list.map((word): [string, Shade[]] => [word, [shade]])),
  ["dime", ["asking", "tú"]],
  ["cuentame", ["asking", "tú"]],
  ["digame", ["asking", "usted"]],
  ["cuenteme", ["asking", "usted"]],
]);

/** A sentence that ends in one of these goes on into what follows: "gracias por que [1]" would change what [1] says. */
export const DANGLING: ReadonlySet<string> = new Set(
  words(`el la los las un una de del al a en con para por y e que lo tu tus su sus te le les me mi mis nos se muy mas tan
    tanto como cuando porque entre nuestro nuestra nuestros nuestras este esta estos estas ese esa esos esas es son fue ser
    estar sobre acerca respecto vas vamos van siempre todo toda`),
);
