import { foldText } from "../shared/index.ts";

/**
 * Words that carry no topic: grammar, courtesy, and the verbs of every question. A word on which an answer may hang
 * ("antes", "tarde", "llevar") must not stand here.
 */
export const stopWords: Record<string, Set<string>> = {
  es: words(`
    a adentro adios afuera ahi ahora ahorita al algo alguien algun alguna alguno alli amable anda andan ando aparte
    aquel aquella aqui asi aun aunque ay ayer bien buen buena buenas bueno buenos cada casi como con contigo cosa
    cosas creo cual cuales cualquier cualquiera cuando cuenta cuentan cuanta cuantas cuanto cuantos da dan dar das de debe debo deja
    del dentro desde despues dia dias dice dicen digan dije dijeron dime disculpa disculpe donde duda e eh el ella
    ellas ellos en encanta entonces entre era es esa ese eso esta estaba estado estan estando estar estare estaria
    estas este estes esto estos estoy favor fue fuera fui gracias gusta gustaria ha hace hacen hacer hacerme haces
    hago han haria has hasta hay haya he hey hice hijole hizo hola holi hoy igual info informacion ir jaja jajaja
    jamas la las le les linda llamo lo los luego manera marcar mas me mejor menos mi mientras mira mire mis mismo mmm
    mucha muchas muchisimas mucho muchos muy nada ni ninguna ninguno no noches nomas nos nosotros nuestra nuestro o
    ocupo oficial oiga oigame oigan ok okey oki olvidalo onda otra otro oye pa para parece pasa pero pienso platicar
    podemos podria podrian por porfa porfavor porfis porque posible pregunta preguntar pudiera puedan puede pueden
    puedes puedo pues q que queria quien quiere quieren quiero quisiera quisieramos rapido realmente s sabe saben
    saber sabes saludos se sea senor senora senorita ser seria si sido siempre sin sip sobre solamente solo son soy su
    sus tal tambien tampoco tan tanta tanto tardes te tendra tendran tenemos tener tengan tengo tenia ti tiene tienen
    tienes toda todas todavia todo todos tu tus tuve u un una unas uno unos usted ustedes va vamos van vas ver verdad
    vi vida viendo viste voy x xfa xq y ya yo
  `),
  en: words(`
    a about again all also always am an and any anyone anything are as at be because been being bit but by can could
    did do does don every everyone feel for from get give gonna got guys had has have having hello hey hi how if in
    into is it its just kind know later let lets like ll lot many maybe me might more most much my myself need no now
    of off ok okay on one only open or other our out please possible re really same see should so some sorry still
    such sure tell than thank thanks that the their theirs them then there they thing think this those to too us ve
    very wanna want was we well were what when where which while who will with without wondering works would yes you
    your
  `),
  fr: words(`
    a ai alors as au aussi autre aux avec avez avoir beaucoup bon bonjour bonsoir ca ce cela ces cette chaque chez
    comme comment dans de des dire dois donc du elle en encore entre est et etes etre fait faites faut fois ici il ils
    jamais je juste la le les leur lui ma mais me meme merci mes mieux moi moins mon ne nos notre nous on ou oui par
    parce pas pendant petit petite peu peut peux plait plus possible pour pouvez puis qu quand que quel quelle quelles
    quelqu quelque quels qui rien sa salut sans savoir se sera serai serait ses seulement si son sont suis sur svp ta
    te tes ton tous tout toute toutes tres trop tu un une veux voir vos votre voudrais vous vraiment
  `),
  hi: words(`
    है हैं क्या का के की को से में पर और या मैं मुझे मेरा मेरे मेरी हम हमें आप आपके आपका आपकी यह वह ये वो तो भी ही हो
    हूँ था थे थी कर करना करने करते करता करती सकता सकते सकती कौन कौनसा कब कहाँ कैसे कितना कितने कितनी कृपया नमस्ते
    धन्यवाद ने लिए अगर कोई कुछ एक जी सा सी चाहिए रहा रही रहे जाएगा जाएगी होगा होगी होता होती हुआ हुई पड़ेगा नहीं वहाँ
    hai hain kya ka ke ki ko se mein me par aur ya main mujhe mera mere meri hum humein aap aapke aapka aapki yeh woh
    ye wo to bhi hi ho hoon hun tha the thi kar karna karne karte karta karti karo karu sakta sakte sakti kaun kab
    kahan kaise kitna kitne kitni kripya namaste dhanyavaad ne liye agar koi kuch ek ji sa si chahiye raha rahi rahe
    jayega jayegi hoga hogi hota hoti hua hui padega padegi padti mil milega milegi milta milti chal chalega nahi
    nahin अभी आज कल बस बहुत सब सिर्फ़ हाँ ठीक अच्छा bahut bas sab sirf haan theek accha abhi aaj kal please bhai pls
    bata batao bataiye batana
  `),
};

/** Words of every conversation with a business that takes appointments: they count, but little. */
export const weakWords: Record<string, Set<string>> = {
  es: words(`
    agenda agendar apartar aviso ayuda cambiar cambio cerca cita citas clase clases comprar conmigo costo cuesta decir
    esperar estudio facial funciona gente hablar hora horas interesa llega lugar mandar manana masaje mes momento necesitan
    necesito nueva nuevo pasar persona personas precio precios problema rato reserva reservar sale semana servicio servicios
    sesion sesiones tiempo tomar trabajo traer usar vez
  `),
  en: words(`
    appointment book booking change class cost day first help here people person place price service session street studio
    time today tomorrow week
  `),
  fr: words(`
    aide changer chose cours fois heure ici jour personne place premiere prix rdv rendez reservation reserver seance service
    studio tarif temps
  `),
  hi: words(`
    अपॉइंटमेंट बुकिंग क्लास सेशन समय दिन जगह मदद appointment booking class din jagah madad samay service session time
  `),
};

function words(list: string): Set<string> {
  return new Set(foldText(list).replaceAll("\u0901", "\u0902").split(" "));
}
