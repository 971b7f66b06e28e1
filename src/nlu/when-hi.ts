import { createWhenLanguage } from "./when-language.ts";
import * as means from "./when-meanings.ts";
import type { Phrase } from "./when-patterns.ts";
import type { WhenVocabulary } from "./when-vocabulary.ts";

/** Hindi, in Devanagari and in Latin letters, which customers mix. */
const vocabulary: WhenVocabulary = {
  weekdays: [
    "सोमवार somvar somwar somvaar somwaar monday",
    "मंगलवार मंगल mangalvar mangalwar mangalvaar mangalwaar mangal tuesday",
    "बुधवार budhvar budhwar budhvaar budhwaar budh wednesday",
    "गुरुवार गुरूवार बृहस्पतिवार वीरवार guruvar guruwar guruvaar guruwaar gurwar veervar brihaspativar thursday",
    "शुक्रवार shukravar shukrawar shukrvar shukrawaar shukravaar shukrwar friday",
    "शनिवार शनिचर shanivar shaniwar shanivaar shaniwaar saturday",
    "रविवार इतवार ravivar raviwar ravivaar raviwaar itvar itwar itvaar sunday",
  ],
  months: [
    "जनवरी janvari janwari january jan",
    "फरवरी फ़रवरी farvari february feb",
    "मार्च march",
    "अप्रैल aprail april apr",
    "मई may",
    "जून june jun",
    "जुलाई julai july",
    "अगस्त agast august",
    "सितंबर सितम्बर sitambar september sept",
    "अक्टूबर अक्तूबर aktubar october oct",
    "नवंबर नवम्बर navambar november nov",
    "दिसंबर दिसम्बर disambar december dec",
  ],
  numbers: {
    0.5: "आधा आधे aadha aadhe adha adhe",
    1: "एक ek",
    1.5: "डेढ़ dedh derh",
    2: "दो do",
    2.5: "ढाई dhai dhaai",
    3: "तीन teen tin",
    4: "चार char chaar",
    5: "पाँच पांच panch paanch",
    6: "छह छः छ छे chhe che chah cheh chhah",
    7: "सात saat sat",
    8: "आठ aath ath",
    9: "नौ nau",
    10: "दस das dus",
    11: "ग्यारह gyarah gyara",
    12: "बारह barah bara",
    15: "पंद्रह pandrah",
    20: "बीस bees bis",
    25: "पच्चीस pachees",
    30: "तीस tees",
  },
  ordinals: { 1: "पहली pehli" },
  articles: "",
  moves: { verbs: /^(?:shift|badal|badl|change|move|kar|kr|शिफ्ट|बदल|चेंज|कर)/, isVerbLast: true, ends: "book|बुक" },
  parts: {
    manana: "सुबह सवेरे सुबह_सुबह subah subha savere morning",
    tarde: "दोपहर दोपहर_बाद dopahar dopeher dopahr afternoon",
    noche: "रात raat night",
  },
  halves: { am: "am", pm: "pm" },
  counted:
    "लोग लोगों व्यक्ति जन मिनट घंटे घंटा दिन हफ्ते सप्ताह महीने साल रुपये रुपए प्रतिशत बार सेशन मसाज क्लास " +
    "log logo logon minute minat min ghante ghanta din hafte mahine saal rupaye rupees percent baar session massage class",
  around: {
    fecha: "को ko के ke",
    hora: "को ko के ke बाद baad बीच beech bich तक tak पहले pehle में mein",
    parte_del_dia: "",
  },
};

const OCLOCK = "बजे|बजकर|baje|bje|baj|bajey";
const EVENING = "शाम|सायं|shaam|sham|sandhya|evening";
const OF = "को|की|के|का|ko|ki|ke|ka|में|mein|me|mai";
const WEEK = "हफ्ते|हफ़्ते|सप्ताह|hafte|week|saptah";
const NEXT = "अगले|अगली|अगला|agle|agli|agla|next|aane";
const MONTH = "महीने|माह|mahine|maheene|month";
const DAY = "दिन|दिनों|din|dino|days";
const AFTER = "बाद|में|baad|bad|mein|me";
const DATE = "तारीख|तारीख़|tarikh|taarikh|tareekh|date";

const phrases: Phrase[] = [
  // days; "kal" and "parson" look back as well, but nobody books yesterday
  { say: ["आज|aaj|aj", "today"], entity: "fecha", means: means.dayAfter(0) },
  { say: ["कल|kal", "tomorrow"], entity: "fecha", means: means.dayAfter(1) },
  { say: "परसों|परसो|parson|parso|parsoo", entity: "fecha", means: means.dayAfter(2) },
  { say: `<count> ${DAY} ${OF}? ${AFTER}`, entity: "fecha", means: means.daysAhead(1) },
  { say: `<count> ${WEEK} ${OF}? ${AFTER}`, entity: "fecha", means: means.daysAhead(7) },
  { say: "<weekday>", entity: "fecha", means: means.weekday() },
  { say: "इस|is|iss <weekday>", entity: "fecha", means: means.weekday({ isThis: true }) },
  { say: `${NEXT} <weekday>`, entity: "fecha", means: means.nextWeekday },
  {
    say: [`${NEXT} ${WEEK} ${OF}? <weekday>`, `<weekday> ${NEXT} ${WEEK}`],
    entity: "fecha",
    means: means.weekdayInWeek(1),
  },
  { say: "पिछले|पिछली|pichle|pichhle|pichli <weekday>", entity: "fecha", means: means.lastWeekday },
  { say: ["बीते कल", "beete|bite kal", "yesterday"], entity: "fecha", means: means.dayAfter(-1) },
  { say: `इस|is ${WEEK}`, entity: "fecha", means: means.weeks(0) },
  { say: `${NEXT} ${WEEK}`, entity: "fecha", means: means.weeks(1) },
  {
    say: [
      `${NEXT} ${MONTH}`,
      `इस|is|पिछले|pichle|pichhle ${MONTH}`,
      `पिछले|pichle|pichhle ${WEEK}`,
      "हर|har <weekday>",
      "weekend|वीकेंड",
      `${MONTH} ${OF} ${AFTER}`,
    ],
    entity: "fecha",
    means: means.noDay,
  },
  {
    say: [
      "<nth> <month> <year>?",
      "<day> <month> को|ko",
      `<nth> ${OF}|${DATE} <month>`,
      `<month> ${OF}? <nth> !${OCLOCK}`,
    ],
    entity: "fecha",
    means: means.calendarDay,
  },
  {
    say: [`<nth> ${DATE}`, `<day> ${DATE} को|ko`, `${DATE} <nth> !<month>`, `<nth> ${OF} $`],
    entity: "fecha",
    means: means.dayOfMonth,
  },
  { say: "<month> =में|mein|me|तक|tak|से|se", entity: "fecha", means: means.month },
  { say: [`${NEXT} ${MONTH} ${OF}? <nth> ${DATE}?`], entity: "fecha", means: means.dayInMonth(1) },
  {
    say: [`${MONTH} ${OF} अंत|आखिर|end|ant|aakhir|akhir ${OF}?`, `month end`],
    entity: "fecha",
    means: means.lastOfMonth(0),
  },
  // hours
  {
    say: [`<part>? ${OF}? <hour> ${OCLOCK} <half>?`, "<clock>", `<hour> <half>`, `<part> ${OF}? <figure>`],
    entity: "hora",
    means: means.hour(),
  },
  {
    say: `<part>? ${OF}? साढ़े|साढे|saade|sadhe|saadhe|sade|sarhe <hour> ${OCLOCK}?`,
    entity: "hora",
    means: means.hour(30),
  },
  { say: `<part>? ${OF}? सवा|sava|sawa <hour> ${OCLOCK}?`, entity: "hora", means: means.hour(15) },
  { say: `<part>? ${OF}? पौने|paune|pone|poune <hour> ${OCLOCK}?`, entity: "hora", means: means.hour(-15) },
  {
    say: [`<hour> बजकर|bajkar|baj <minute> मिनट|minute|minat?`, `<hour> baj kar <minute> minute?`],
    entity: "hora",
    means: means.hour(),
  },
  {
    say: `डेढ़|डेढ|dedh|derh ${OCLOCK}`,
    entity: "hora",
    means: () => ({ kind: "time", hour: 1, minute: 30, isExact: false }),
  },
  {
    say: `ढाई|dhai|dhaai ${OCLOCK}`,
    entity: "hora",
    means: () => ({ kind: "time", hour: 2, minute: 30, isExact: false }),
  },
  { say: ["दोपहर बारह बजे", "noon"], entity: "hora", means: means.clock(12) },
  { say: ["आधी रात", "aadhi|adhi raat"], entity: "hora", means: means.clock(0) },
  { say: [`खुलते ही`, "khulte hi"], entity: "hora", means: means.opening },
  {
    say: `<count> घंटे|घंटा|घण्टे|ghante|ghanta|ghnte|hour|hours ${OF}? ${AFTER}`,
    entity: "hora",
    means: means.minutesAhead(60),
  },
  { say: `<count> मिनट|minute|minat|minutes|min ${OF}? ${AFTER}`, entity: "hora", means: means.minutesAhead(1) },
  // "5 baje se 7 baje kar do": from five to seven, and seven stands
  {
    say: `<moved> <part>? ${OF}? <hour> ${OCLOCK}? से|se <part>? <hour2> ${OCLOCK}`,
    entity: "hora",
    means: ({ hour2 = 0, minute2 = 0, ...said }, scan) => means.hour()({ ...said, hour: hour2, minute: minute2 }, scan),
  },
  {
    say: [
      `<part>? ${OF}? <hour> ${OCLOCK}? से|se|और|aur|- <hour2> ${OCLOCK} ${OF}? बीच|beech|bich|तक|tak?`,
      "<hour> से|se|और|aur <hour2> के|ke बीच|beech|bich",
    ],
    entity: "hora",
    means: means.between,
  },
  {
    say: [`${EVENING} ${OF}? <hour> ${OCLOCK}? से|se <hour2> ${OCLOCK}`],
    entity: "hora",
    means: (said, scan) => means.between({ ...said, half: "pm" }, scan),
  },
  {
    say: [`<hour> ${OCLOCK}? या|ya <hour2> ${OCLOCK}`],
    entity: "hora",
    means: means.noTime,
  },
  { say: `<part>? ${OF}? <hour> ${OCLOCK} ${OF}? बाद|baad`, entity: "hora", means: means.after },
  { say: `<part>? ${OF}? <hour> ${OCLOCK} ${OF}|से|se? पहले|pehle|तक|tak`, entity: "hora", means: means.before },
  // the evening is of the afternoon until seven, of the night after
  {
    say: [`${EVENING} ${OF}? <hour> ${OCLOCK}`, `${EVENING} ${OF}? <figure>`],
    entity: "hora",
    means: (said, scan) => means.hour()({ ...said, half: "pm" }, scan),
  },
  {
    say: `${EVENING} ${OF}? <hour> ${OCLOCK} ${OF}? बाद|baad`,
    entity: "hora",
    means: (said, scan) => means.after({ ...said, half: "pm" }, scan),
  },
  {
    say: `${EVENING} ${OF}? <hour> ${OCLOCK} ${OF}|से|se? पहले|pehle|तक|tak`,
    entity: "hora",
    means: (said, scan) => means.before({ ...said, half: "pm" }, scan),
  },
  {
    say: [`${EVENING} ${OF}? साढ़े|साढे|saade|sadhe|saadhe <hour> ${OCLOCK}?`],
    entity: "hora",
    means: (said, scan) => means.hour(30)({ ...said, half: "pm" }, scan),
  },
  // parts of the day
  { say: `<part>`, entity: "parte_del_dia", means: means.part() },
  { say: `दोपहर|dopahar|dopeher से|se पहले|pehle`, entity: "parte_del_dia", means: means.part("manana") },
  { say: EVENING, entity: "parte_del_dia", means: means.part("tarde") },
  // declined and corrected
  { say: ["नहीं|नही|मत|nahi|nahin|nai|mat|nhi", "के|ke अलावा|alava|siwa"], means: means.notBefore },
  {
    say: ["बल्कि|balki", "बेहतर|behtar", "माफ़|माफ|maaf|sorry", "मतलब|matlab", "उसकी|uski जगह|jagah"],
    means: means.rather,
  },
  { say: ["लेकिन|मगर|lekin|magar|par|but", ",|;|.|?|!|।"], means: means.clause },
  // what only looks like it
  {
    say: [
      "शुभ|shubh|good <part>",
      `शुभ|shubh|good ${EVENING}`,
      "शुभ|shubh रात्रि|प्रभात|संध्या|ratri|prabhat|sandhya",
      "24 / 7",
      "पैकेज|package|नंबर|number <count>",
      "कोई बात नहीं",
      "koi baat nahi",
      "कुशल|kushal मंगल|mangal",
    ],
    means: means.skip,
  },
];

export const hindi = createWhenLanguage(vocabulary, phrases);
