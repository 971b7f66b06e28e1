import { createWhenLanguage } from "./when-language.ts";
import * as means from "./when-meanings.ts";
import type { Phrase } from "./when-patterns.ts";
import { inOrder, type WhenVocabulary } from "./when-vocabulary.ts";

const vocabulary: WhenVocabulary = {
  weekdays: ["lundi", "mardi", "mercredi mecredi", "jeudi", "vendredi", "samedi", "dimanche"],
  months: [
    "janvier janv",
    "février fev fevr",
    "mars",
    "avril avr",
    "mai",
    "juin",
    "juillet juil",
    "août",
    "septembre sept",
    "octobre oct",
    "novembre nov",
    "décembre déc",
  ],
  numbers: {
    0.5: "demi demie une_demi",
    1: "une",
    ...inOrder(2, "deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize"),
    ...inOrder(17, "dix_sept dix_huit dix_neuf vingt vingt_et_un vingt_deux"),
    25: "vingt_cinq",
    30: "trente",
    40: "quarante",
    45: "quarante_cinq",
    50: "cinquante",
  },
  ordinals: { 1: "premier" },
  articles: "un",
  moves: {
    verbs: /^(?:deplac|decal|chang|repous|avanc|report|retard|modif|boug|pas(?:er|ez|e$))/,
    ends: "a|au|pour|vers|jusqu",
  },
  parts: { manana: "matin matinée mat", tarde: "après_midi aprem aprèm", noche: "soir soirée" },
  halves: { am: "am", pm: "pm" },
  counted:
    "personnes personne minutes minute min jours jour semaines semaine mois ans an euros euro pesos pour_cent fois " +
    "séances séance cours massages massage soins rendez_vous % enfants adultes " +
    "places créneaux amis amies copines",
  around: {
    fecha: "le la les au du pour en de d depuis jusqu à",
    hora: "à vers pour dès partir entre jusqu après avant du de d le la l",
    parte_del_dia: "le la l dans au",
  },
};

const AT = "à|a|vers|pour|dès";
const H = "h|heures|heure|hrs";
const END = "du|de|le? l|la? <part>? <half>?";

const phrases: Phrase[] = [
  // days
  { say: ["aujourd hui", "aujourdhui|aujourdui|ajourd hui?"], entity: "fecha", means: means.dayAfter(0) },
  { say: ["ce|cet <part>", "cette <part>"], entity: "fecha", means: means.dayAfter(0) },
  { say: "demain|dmain|demin", entity: "fecha", means: means.dayAfter(1) },
  { say: ["après demain", "surlendemain", "apresdemain"], entity: "fecha", means: means.dayAfter(2) },
  { say: ["dans|d ici? <count> jours|jour"], entity: "fecha", means: means.daysAhead(1) },
  { say: ["dans|d <count> semaines|semaine"], entity: "fecha", means: means.daysAhead(7) },
  { say: ["dans huit|8 jours", "d aujourd hui en huit"], entity: "fecha", means: means.dayAfter(7) },
  { say: ["dans quinze|15 jours"], entity: "fecha", means: means.dayAfter(14) },
  { say: ["<weekday>", "<weekday> prochain", "<weekday> qui vient"], entity: "fecha", means: means.weekday() },
  { say: "ce <weekday>", entity: "fecha", means: means.weekday({ isThis: true }) },
  { say: ["<weekday> en huit", "<weekday> d après"], entity: "fecha", means: means.weekday({ later: 1 }) },
  {
    say: [
      "<weekday> de? la? semaine prochaine|suivante",
      "la? semaine prochaine|suivante le? <weekday>",
      "<weekday> de la prochaine semaine",
      "la? prochaine semaine le? <weekday>",
    ],
    entity: "fecha",
    means: means.weekdayInWeek(1),
  },
  { say: ["hier", "hier <part>"], entity: "fecha", means: means.dayAfter(-1) },
  { say: "avant hier", entity: "fecha", means: means.dayAfter(-2) },
  { say: "<weekday> dernier|passé", entity: "fecha", means: means.lastWeekday },
  { say: "cette semaine", entity: "fecha", means: means.weeks(0) },
  { say: ["semaine prochaine|suivante", "prochaine semaine"], entity: "fecha", means: means.weeks(1) },
  {
    say: [
      "tous|chaque les? <weekday>",
      "les <weekday>",
      "lundis|mardis|mercredis|jeudis|vendredis|samedis|dimanches",
      "week end",
      "weekend",
      "mois prochain|dernier|passé",
      "semaine dernière|passée",
      "ce mois ci?",
      "le? prochain mois",
      "début|mi|courant <month>",
    ],
    entity: "fecha",
    means: means.noDay,
  },
  { say: "pour? le|au? <day> er|ère? <month> <year>?", entity: "fecha", means: means.calendarDay },
  { say: "pour? le|au premier", means: means.skip },
  {
    say: ["pour? le|au <nth> er? !h|heures|heure|rue|avenue|boulevard|place", "du <nth> er? $", "du <nth> er? =au"],
    entity: "fecha",
    means: means.dayOfMonth,
  },
  { say: "<weekday> le? <nth> er? !h|heures|heure !<month>", entity: "fecha", means: means.weekdayAndNumber },
  {
    say: ["pour? le|au? <nth> du mois prochain", "pour? le|au? <nth> du prochain mois", "mois prochain ,? le <nth>"],
    entity: "fecha",
    means: means.dayInMonth(1),
  },
  { say: ["en|depuis|de|d <month>", "jusqu en|à <month>"], entity: "fecha", means: means.month },
  { say: ["à|pour noël", "jour de noël"], entity: "fecha", means: means.feast(25, 12) },
  { say: ["fin du? de? mois", "le? dernier jour du mois"], entity: "fecha", means: means.lastOfMonth(0) },
  // hours
  {
    say: [
      `à|a|vers|dès <figure> pile? ${END}`,
      `${AT} <hour> ${H} pile? ${END}`,
      `${AT}? <clock> ${END}`,
      `<hour> ${H} du|de|le? l|la? <part>`,
    ],
    entity: "hora",
    means: means.hour(),
  },
  { say: [`${AT} <hour> ${H}? <half>`, "<hour> <half>"], entity: "hora", means: means.hour() },
  // nobody books seven hours: "le 9h de mercredi"; in words it may be a package, "forfait de dix heures"
  { say: `<figure> ${H}`, entity: "hora", means: means.lateHour(7) },
  { say: `<hour> ${H}`, entity: "hora", means: means.lateHour(13) },
  { say: [`${AT}? <hour> ${H}? et demie|demi ${END}`], entity: "hora", means: means.hour(30) },
  { say: [`${AT}? <hour> ${H}? et|un quart ${END}`], entity: "hora", means: means.hour(15) },
  { say: [`${AT}? <hour> ${H}? moins le? quart ${END}`], entity: "hora", means: means.hour(-15) },
  { say: [`${AT}? <hour> ${H} <minute> ${END}`], entity: "hora", means: means.hour() },
  { say: [`${AT}? <hour> ${H} moins <minute> ${END}`], entity: "hora", means: means.minutesBefore },
  { say: "midi", entity: "hora", means: means.clock(12) },
  { say: "midi et demi|demie", entity: "hora", means: () => ({ kind: "time", hour: 12, minute: 30, isExact: true }) },
  { say: "minuit", entity: "hora", means: means.clock(0) },
  { say: ["première heure", "dès? l ouverture", "à l ouverture"], entity: "hora", means: means.opening },
  { say: ["dernière heure", "fin de journée", "début d <part>", "fin d <part>"], entity: "hora", means: means.noTime },
  { say: ["dans <count> heures|heure|h", "dans une demi heure"], entity: "hora", means: means.minutesAhead(60) },
  { say: "dans une demi heure", entity: "hora", means: () => ({ kind: "offset", minutes: 30 }) },
  { say: "dans <count> heure|heures et demie", entity: "hora", means: means.minutesAhead(60, 30) },
  { say: ["dans <count> minutes|minute|min"], entity: "hora", means: means.minutesAhead(1) },
  { say: "dans un quart d heure", entity: "hora", means: () => ({ kind: "offset", minutes: 15 }) },
  {
    say: [`entre <hour> ${H}? et <hour2> ${H}? ${END}`, `!<moved> de <hour> ${H}? à|a|jusqu <hour2> ${H}? ${END}`],
    entity: "hora",
    means: means.between,
  },
  // "déplacer de 14h à 17h": the first hour is the old one
  { say: `<moved> de <hour> ${H}? =à|a`, entity: "hora", means: means.skip },
  {
    say: [`${AT} <hour> ${H}? ou à|a? <hour2> ${H}`, "à|a|vers <figure> ou à|a? <hour2>"],
    entity: "hora",
    means: means.noTime,
  },
  {
    say: [`après <hour> ${H}`, "après <clock>", `à partir de|d <hour> ${H}`, "à partir de|d <clock>"],
    entity: "hora",
    means: means.after,
  },
  {
    say: [`avant <hour> ${H}`, "avant <clock>", `jusqu à|a <hour> ${H}`, "jusqu à|a <clock>"],
    entity: "hora",
    means: means.before,
  },
  // parts of the day
  { say: ["le|dans|au l|la? <part>", "l <part>", "<part>"], entity: "parte_del_dia", means: means.part() },
  { say: "avant midi", entity: "parte_del_dia", means: means.part("manana") },
  { say: "après midi", entity: "parte_del_dia", means: means.part("tarde") },
  // declined and corrected
  { say: ["pas", "non $", "sauf", "jamais", "impossible", "au lieu de", "ni"], means: means.not },
  {
    say: [
      "pas de problème|souci",
      "pourquoi pas",
      "n? avez|auriez|aurez|as|aurais pas|plus",
      "a pas|plus de place|créneau|dispo|disponibilité|rien",
      "a t il pas",
      "serait il pas",
      "pourriez|pouvez vous? pas",
      "n est ce pas",
      "avez|auriez|as vous|tu pas",
      "pas sûr|grave",
    ],
    means: means.skip,
  },
  {
    say: ["plutôt", "mieux", "pardon", "désolé", "désolée", "enfin", "je veux dire", "en fait", "finalement"],
    means: means.rather,
  },
  { say: ["mais", ",|;|.|?|!"], means: means.clause },
  // what only looks like it
  {
    say: [
      "bonsoir|bonjour|bonne|belle <part>?",
      "bonne|belle fin de <part>",
      "bonne|belle fin de journée",
      "bon après midi",
      "y|on|il|elle|qui|ça a",
      "24 / 7",
      "rue|avenue|place|boulevard du <day> <month>",
    ],
    means: means.skip,
  },
];

export const french = createWhenLanguage(vocabulary, phrases);
