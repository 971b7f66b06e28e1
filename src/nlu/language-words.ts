export type Language = "es" | "en" | "fr" | "hi";

interface LanguageWords {
  /** What only those write who write in this language: function words, verbs, time words. */
  own: string;
  /** What others write too: courtesies that travel, and the business's words. They hint at a language and never switch. */
  shared: string;
}

/**
 * Frequent words of chats with a business. A word of several languages stands in each of them, "a_b" is "a b".
 * Accents only where they tell languages apart: a word is looked up as it is written, then without them.
 */
export const languageWords: Record<Language, LanguageWords> = {
  es: {
    own: `
      a e o u al ke de del el él la las lo los un una unos unas y en con sin por x para pa pal como cómo cmo pero porque xq pq
      que qué q si sí sip ni ya me te se le les nos mi mí mis tu tú tus su sus yo ella ellos ustedes usted es está este esta
      esto estos estas eso esa ese esos muy más mas tan solo así asi también tambien tampoco aquí aqui ahí ahi allá alla
      quien quién cual cuál cuales cuando cuándo donde dónde dnd cuanto cuánto cuanta cuantos cuantas tal
      son soy somos eres era fue será sera sería estoy estan están estamos estaba toy tas hay habrá habra ha hace
      tengo tiene tienen tienes tenemos quiero kiero quiere quieren quisiera queria queremos prefiero puedo puede pueden puedes
      podemos podria podría podrian podre necesito necesita ocupo busco voy va van vamos ir iria hacer hago haces hacen saber sé
      ver veo vemos dar dan das da dame deme denme doy pone pongo ponme poner dejo deja dejalo quita quitar manda mando mandame
      mandar mandan pasa pasame paso llevo llego llegar llega vengo viene salgo sirve falta queda quedan quedo urge
      digo dime dígame mira oye espero espera esperame olvidalo olvida listo lista dale sale órale orale bueno buena bien
      nel obvio correcto exacto jamas jamás arre enterado ambos ambas seguro entendido entiendo gusta gustaria encanta interesa agradezco besos padre chido chevere
      ninguno ninguna nada nadie algo alguien algún otro otra otros otras todo todos toda todas cada mismo misma mejor peor nuevo
      primero primera segundo segunda último ultimo ultima cualquiera cualquier verdad cosa vez
      hoy ayer antier anteayer temprano tempranito mañana manana mañanita mñn ahora ahorita rato tarde tardes noche noches mediodia después despues luego
      antes entonces siempre nunca todavía todavia aún pronto próximo proximo proxima siguiente pasado
      dia día dias semana semanas mes año años hora horas lunes martes miercoles jueves viernes sabado domingo finde
      enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
      uno dos tres cuatro cinco seis siete ocho nueve diez doce media cuarto
      cita citas turno horario horarios cupo lugar lugares espacio precio precios costo costos cuesta cuestan cobran vale
      agendar agenda agendame agendo reservar reserva reservo apartar apartame cancelar cancela cancelo cancelame cambiar cambio
      cambiame anotame apuntame apartalo adelantar atrasar quitala borra mover mueve reagendar reagendame confirmo pagar pago pagué tarjeta efectivo dinero saldo compro comprar
      ayuda ayudar ayudame explicame hablar hablo persona personas nombre número numero mensaje mensajes opciones
      ubicacion direccion ubicados calle cerca sucursal abren cierran abierto abierta cerrado atienden servicio servicios
      disponible informes informacion duda dudas pregunta queja llámame llamame repite asesor humano factura reembolso descuento promociones ofertas transferencia estacionamiento español ingles frances llamo llama uñas pestañas cejas espalda
      cara pies manos cabello mamá hermana hija esposo novio desde hasta entre hacia`,
    shared: `
      hola ola olis holi buenas buenos_dias buen_dia buenas_tardes bns_tardes buenas_noches que_tal q_tal que_onda gracias
      muchas_gracias mil_gracias grasias grax grcs porfa porfis xfa por_favor porfavor x_favor adios chao chau hasta_luego
      hasta_la_vista nos_vemos perdon disculpa disculpe claro perfecto amigo amiga señor señora ntp ciao señorita quiubo wenas aja ajá saludos cuidate masaje masajes masajito clase clases paquete paquetes`,
  },
  en: {
    own: `
      i im ive id ill u ur you youre your yours we were us they them he she it its me my mine our their this that thats these
      those the a an and or but if of off to too from at in into on onto up out with for by about as than then there here
      is isnt are arent was wasnt be been being have havent has had do doing does dont doesnt did didnt can cant cannot could
      couldnt will wont would wouldnt should might may must want wants wanna need needs know think get got gotta go gonna going
      come coming came make made take give tell speak send see look like hear write let lets put use
      what whats when whens where wheres which who whos whose why how hows much many any some more less other another else
      both each every all none nothing something someone anyone anything everything either neither one two three four five six
      seven eight nine ten first second third last next both only just also so not never ever always maybe instead again still
      already ready really right wrong left thing reserve idk asap lmk rn btw gotcha
      today tomorrow tomorrows tmrw tmr tmw yesterday tonight now later soon early earlier late after before until since while
      week weeks month months day days hour hours minute minutes half noon
      january february march april june july august september october november december
      because without between over under people guys everyone mom dad husband wife friend name english french spanish`,
    shared: `
      hi hello helo hey hiya yo hi_there hey_there thanks thank thanku thankyou thank_you thank_u thx thnx tnx tysm ty cheers
      so_much very_much a_lot please pls plz plis yes yeah yea yep yup nope sure of_course welcome sorry bye bye_bye goodbye cya
      see_you see_u see_ya good_morning good_afternoon good_evening good_night happy_birthday i_love_you love_you love_it lets_go
      its_ok no_problem no_worries why_not oh_my_god never_mind so_so the_best good great nice cool fine done love best perfect
      alright lovely super howdy excellent correct exactly absolutely confirmed morning afternoon evening night possible
      appointment appointments booking bookings reservation book booked cancel cancelled change reschedule move time times timing
      timings slot slots schedule available availability opening openings open closed free price prices cost payment pay paid card
      cash credit_card address location package packages list rate service help stop start subscribe unsubscribe confirm
      wait forget talk running agent human customer person new old back hair nails waxing massage massages class classes offer
      discount full body deep_tissue hot_stone check_in parking refund invoice complaint haircut spot facials hot_stones stones exit option treatment spa_day monday tuesday wednesday thursday friday saturday sunday weekend`,
  },
  fr: {
    own: `
      j je tu il elle on nous vous vs ils elles moi toi lui me te se le la l les un une des du d de au aux à a et ou où mais donc
      si que qu qui quoi quand quel quelle quels quelles comment combien cmb pourquoi pk parce_que comme c ce cet cette ces ca ça cela
      ceci celui celle mon ma mes ton ta tes son sa ses notre nos votre vos leur leurs n ne pas ps plus moins très trop tres peu
      bien bon bonne mal aussi encore toujours jamais deja déjà ici y en dans sur sous avec sans pour par chez vers avant après
      apres depuis pendant plutot plutôt
      est es suis sommes etes êtes sont été etait était serait sera avez avoir ai jai as avons ont peux peut pouvez pouvons
      pourrais pourriez pourrait veux veut voulez voudrais voudrait dois doit faut fait faire faites aller vais vont allez
      allons venir viens venez arrive aime aimerais prends prendre prenez mettez mets prefere préfère sais savoir dire dites
      cherche trouve trouvez cest comprends
      demain dem aujourdhui auj ajd hier soir matin matinee midi aprem aprm semaine mois jour jours heure heures lundi mardi
      mercredi jeudi vendredi samedi dimanche janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre
      prochain prochaine bientot bientôt tot tôt tard retard maintenant suite
      tarif tarifs nul quitter retour répétez repetez reparler facture virement remboursement remise reduction réduction offres rendre enceinte nouvelle route horaire horaires disponible disponibles disponibilité disponibilités disponibilites dispo dispos ouvert ouverts
      ouvre ouvrez fermé fermez place places reserver réserver reserve annuler annule annulez deplacer décaler decaler reporter
      changer modifier payer paie paiement forfait forfaits carte bancaire especes argent adresse aide aidez besoin
      soin soins dos ongles cils cheveux épilation epilation pierres chaudes relaxant cours seance seances
      premier premiere première deuxieme dernier autre autres aucun aucune rien quelque quelquun chose personne tout toute tous
      toutes même meme deux trois quatre cinq sept huit neuf dix onze quinze fois
      parler parle parlez accord daccord dac desole désolé desolee attendez attends laissez tomber importe grave souci
      soucis conseiller solde ouais ouai mdr jsp bcp beaucoup nickel mille mercis volontiers carrement vite nom français francais`,
    shared: `
      bonjour bjr bonsoir bsr salut slt coucou cc merci mci mrc merci_beaucoup merci_bcp svp stp sil_vous_plait s_il_vous_plait
      s_il_te_plait sil_te_plait oui oui_oui si va non nan voila voilà pardon parfait rendez rendez_vous rdv au_revoir a_plus
      bonne_journee bonne_soiree bonne_nuit bon_appetit c_est_la_vie a_la_carte oh_la_la prix super bien_sur tres_bien ca_va
      week_end parking exactement excellent bisous bises bisou adieu ok_merci impec entendu madame`,
  },
  hi: {
    own: `
      hai hain he hu hun hoon hum ho hota hoti hoga hogi honge hua hui tha thi the main mai me mein maine mujhe muje mujhko mujhse
      mera meri mere hame hamein humein hamara hamare aap ap aapka aapki aapke aapko aapne apka apki apke apko apna tum tumhara
      tu tera teri wo woh vo yeh ye yehi yahi yah yahan is us isko usko iska unka inka kis kya kia kyu kyun kyo kyon kyunki
      kaise kese kaisa kaisi kaisey kab kaha kahan kidhar idhar udhar wahan kaun kon konsa kaunsa kitna kitne kitni
      ka ki ke ko sa se pe par ne tak liye sath saath aur or ya bhi to toh na nai nahi nahin nhi mat haan han ha
      theek thik thk tik sahi bilkul pakka zaroor zarur jarur badhiya galat
      kal aaj aj parso parson abhi abi subah subha shaam sham raat rat dopahar dopeher baje bje der deri jaldi pehle pahle pehli
      pehla pahla baad bad phir fir dobara agle agla pichle din hafte hafta mahine mahina ghanta ghante minat samay waqt tarikh
      somvar somwar mangalvar mangalwar budhvar budhwar guruvar guruwar shukravar shukrawar shanivar shaniwar ravivar raviwar itvar
      itwar ek do teen char chaar paanch panch chhe saat aath aat nau das dono
      dusra doosra dusre dusri thoda thodi thode bahut bohot bhut zyada jyada kam sab sabhi kuch kuchh koi kisi aise waise sirf bas
      chahiye chaiye chahie chaie cahiye chahta chahti karo kro karna karni karne krna krni kar kr kare karen karu karun karke karte
      karta karti kara karwana karwani karvana karwa krwana kardo krdo kijiye kiya de dedo dena dijiye dijie dijiyega diya
      lo lelo lena leni lijiye liya le lu lunga lungi mila mile milega milegi milenge milte milna
      aa aao aau aaya aayi aana aati aata aaunga aunga aungi aaungi raha rahi rahe rha rhi rhe gaya gayi gaye gya
      ja jao jau jana jaana jaunga jaungi chal chalo chalega chalegi chalta ruko rukiye rukna rehne suno suniye
      batao bataiye bata btao batana bol bolo boliye baat dekho dekhna dikhao likho likha bhejo bhej bhejna bhejiye
      badlo badal badalna badalni badlna hatao radd rad wapas vapas shuru chalu band khali khula khulta khulte jagah
      samajh samjha samjh sakta sakti sakte paunga
      paisa paise pese rupaye rupay daam kimat keemat kharcha madad sahayata kripya krpya pata naam dard shikayat malish maalish
      wala wali wale vala vali log logo logon lekin magar agar bhai bhaiya behen yaar dost mummy ladki pasand hindi angrezi
      chutti suprabhat shubh ratri khush raho mast badha badhao kata katwana katwane bekar mehnga mehenga sasta biwi insaan usi dikhana peeche upar neeche chehra`,
    shared: `
      namaste namaskar namaskaar namste ji jee haan_ji han_ji ha_ji hanji accha acha achha achcha dhanyavad dhanyawad dhanyavaad
      dhanyawaad shukriya shukria sukriya alvida maaf maf didi shanti`,
  },
};

/** Nothing can be read from these: they are the same wherever the business is. */
export const neutralWords = `
  ok oki okey okay okis k no nop yoga pilates facial spa reiki manicure pedicure am pm h hrs min lol wow mm mmm hm hmm uf oh ah eh
  aha whatsapp wifi hotel email mail app gps om ॐ`;
