import { createWhenLanguage } from "./when-language.ts";
import * as means from "./when-meanings.ts";
import type { Phrase } from "./when-patterns.ts";
import { inOrder, type WhenVocabulary } from "./when-vocabulary.ts";

const vocabulary: WhenVocabulary = {
  weekdays: [
    "monday mon",
    "tuesday tue tues",
    "wednesday wed wensday wendsday weds",
    "thursday thu thur thurs",
    "friday fri",
    "saturday sat",
    "sunday",
  ],
  months: [
    "january jan",
    "february feb",
    "march",
    "april apr",
    "may",
    "june jun",
    "july jul",
    "august aug",
    "september sep sept",
    "october oct",
    "november nov",
    "december dec",
  ],
  numbers: {
    0.5: "half half_an half_a",
    1: "one",
    1.5: "one_and_a_half",
    2: "two a_couple_of",
    ...inOrder(3, "three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"),
    ...inOrder(17, "seventeen eighteen nineteen twenty"),
    25: "twenty_five",
    30: "thirty",
    45: "forty_five",
  },
  ordinals: {
    ...inOrder(1, "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"),
    ...inOrder(13, "thirteenth fourteenth fifteenth"),
    20: "twentieth",
    30: "thirtieth",
  },
  articles: "a an",
  moves: {
    verbs: /^(?:mov|chang|push|shift|switch|reschedul|bump|swap|transfer|postpon)/,
    ends: "to|for|on|at|until|till|by",
  },
  parts: { manana: "morning mornin", tarde: "afternoon afternon arvo", noche: "evening night" },
  halves: { am: "am a.m", pm: "pm" },
  counted:
    "of_us people persons person guests minutes minute mins min hours hour hrs days day weeks week months month years " +
    "year sessions session classes massages massage facials appointments pesos dollars percent times bucks usd x kids " +
    "treatment treatments visit visits location locations place places spots",
  around: {
    fecha: "on the from at in until till since during",
    hora: "at around about by like after from past before until till between to",
    parte_del_dia: "in during the",
  },
};

const AT = "at|around|about|by|like|@";
/** What may come after an hour in words: "at five please", but "at one of your places". */
const GOES_ON =
  "on|today|tomorrow|tmrw|tonight|monday|tuesday|wednesday|thursday|friday|saturday|sunday|please|pls|plz|for|with|or|if|this|next|works|is|would|instead|then|thanks";

const phrases: Phrase[] = [
  // days
  { say: ["today", "later today"], entity: "fecha", means: means.dayAfter(0) },
  { say: ["tonight|tonite", "this evening|night"], entity: "fecha", means: means.dayAfter(0, "noche") },
  { say: "this <part>", entity: "fecha", means: means.dayAfter(0) },
  {
    say: "tomorrow|tomorow|tommorow|tomorrrow|tmrw|tmr|tomoro|tomorro|tmw",
    entity: "fecha",
    means: means.dayAfter(1),
  },
  { say: ["the? day after tomorrow|tomorow|tmrw", "overmorrow"], entity: "fecha", means: means.dayAfter(2) },
  { say: ["in <count> days|day", "<count> days|day from now"], entity: "fecha", means: means.daysAhead(1) },
  { say: ["in <count> weeks|week", "<count> weeks|week from today|now"], entity: "fecha", means: means.daysAhead(7) },
  { say: "a|one week from tomorrow", entity: "fecha", means: means.dayAfter(8) },
  { say: "coming|upcoming? <weekday>", entity: "fecha", means: means.weekday() },
  { say: "this <weekday>", entity: "fecha", means: means.weekday({ isThis: true }) },
  { say: "next <weekday>", entity: "fecha", means: means.nextWeekday },
  { say: ["a? week from|on <weekday>", "<weekday> week"], entity: "fecha", means: means.weekday({ later: 1 }) },
  {
    say: ["<weekday> of|in|from? next week", "next week on? <weekday>"],
    entity: "fecha",
    means: means.weekdayInWeek(1),
  },
  { say: "yesterday <part>?", entity: "fecha", means: means.dayAfter(-1) },
  { say: "last night", entity: "fecha", means: means.dayAfter(-1, "noche") },
  { say: "the? day before yesterday", entity: "fecha", means: means.dayAfter(-2) },
  { say: "last|past <weekday>", entity: "fecha", means: means.lastWeekday },
  { say: "this week", entity: "fecha", means: means.weeks(0) },
  { say: ["next week", "the following week"], entity: "fecha", means: means.weeks(1) },
  {
    say: [
      "every|each <weekday>",
      "mondays|tuesdays|wednesdays|thursdays|fridays|saturdays|sundays|weekends|weekdays",
      "the|this|next? weekend",
      "this|next|last|past month",
      "last|past week",
      "mid|early|late <month>",
    ],
    entity: "fecha",
    means: means.noDay,
  },
  {
    say: ["on? the? <nth> st|nd|rd|th? of? <month> <year>?", "on? <month> the? <nth> st|nd|rd|th? <year>?"],
    entity: "fecha",
    means: means.calendarDay,
  },
  { say: "the first|second|third|one|ones", means: means.skip },
  {
    say: [
      "the <nth> th|st|nd|rd !one|time|option|slot|floor|session",
      "the <nth> $",
      "the <nth> =at|in|around|please|if|is|works|or|and|for|would|instead|about|then|after|before",
      "on <nth> st|nd|rd|th",
      "<nth> th|st|nd|rd",
      "!<moved> from the <nth> =to|until|till|through",
    ],
    entity: "fecha",
    means: means.dayOfMonth,
  },
  {
    say: ["<moved> from the? <nth> th|st|nd|rd =to", "<moved> from the <nth> =to"],
    entity: "fecha",
    means: means.skip,
  },
  { say: "in|until|till|since|during <month> !the !<nth>", entity: "fecha", means: means.month },
  { say: ["on|at christmas day?", "christmas day"], entity: "fecha", means: means.feast(25, 12) },
  { say: "<weekday> the? <nth> st|nd|rd|th !of !<month>", entity: "fecha", means: means.weekdayAndNumber },
  {
    say: ["the? <nth> st|nd|rd|th? of|in next month", "next month on? the <nth> st|nd|rd|th?"],
    entity: "fecha",
    means: means.dayInMonth(1),
  },
  {
    say: ["the? end of the|this? month", "the? last day of the|this? month"],
    entity: "fecha",
    means: means.lastOfMonth(0),
  },
  // hours
  {
    say: [
      `${AT} <figure> ish|sharp?`,
      `${AT} <hour> ish|sharp`,
      "at|around|by|@ <hour> $",
      `at|around|by|@ <hour> =${GOES_ON}`,
      "<clock>",
      "<hour> o clock",
      "<hour> oclock",
    ],
    entity: "hora",
    means: means.hour(),
  },
  {
    say: [
      `${AT}? <hour> o? clock? <half>`,
      `${AT}? <hour> a|p . m .?`,
      `${AT} <hour> o? clock? in the <part>`,
      `${AT} <hour> at night`,
      "<figure> o? clock? in the <part>",
      "<figure> at night",
    ],
    entity: "hora",
    means: means.hour(),
  },
  {
    say: [`${AT}? half past <hour> <half>? in? the? <part>?`, `${AT} <hour> thirty <half>?`],
    entity: "hora",
    means: means.hour(30),
  },
  { say: [`${AT}? half <hour>`], entity: "hora", means: means.noTime },
  { say: [`${AT}? a? quarter past|after <hour> <half>? in? the? <part>?`], entity: "hora", means: means.hour(15) },
  {
    say: [`${AT}? a? quarter to|of|till|before <hour> <half>? in? the? <part>?`],
    entity: "hora",
    means: means.hour(-15),
  },
  {
    say: [`${AT}? <minute> minutes|mins? past|after <hour> <half>? in? the? <part>?`],
    entity: "hora",
    means: means.hour(),
  },
  {
    say: [`${AT}? <minute> minutes|mins? to|till|before <hour> <half>? in? the? <part>?`],
    entity: "hora",
    means: means.minutesBefore,
  },
  { say: [`${AT} <hour> fifteen <half>?`], entity: "hora", means: means.hour(15) },
  { say: ["noon|midday|noontime"], entity: "hora", means: means.clock(12) },
  { say: ["midnight"], entity: "hora", means: means.clock(0) },
  { say: ["first thing", "when|as you open", "opening time"], entity: "hora", means: means.opening },
  { say: ["last thing", "end of the day"], entity: "hora", means: means.noTime },
  { say: "in <count> hours|hour|hrs|hr", entity: "hora", means: means.minutesAhead(60) },
  { say: ["in <count> minutes|minute|mins|min"], entity: "hora", means: means.minutesAhead(1) },
  {
    say: [
      "between <hour> <half>? and|to|& <hour2> <half>? in? the? <part>?",
      "!<moved> from <hour> <half>? to|until|till|- <hour2> <half>? in? the? <part>?",
      "<hour> -|to <hour2> <half>",
    ],
    entity: "hora",
    means: means.between,
  },
  // "move it from 5 to 7": the first hour is the old one
  { say: "<moved> from <hour> o? clock? <half>? =to", entity: "hora", means: means.skip },
  { say: "<moved> to <figure> <half>? !th|st|nd|rd|of !<month>", entity: "hora", means: means.hour() },
  { say: ["at|around|by|@ <hour> or at? <hour2> <half>?"], entity: "hora", means: means.noTime },
  {
    say: ["after <hour> <half>?", "from|past <figure> !th|st|nd|rd <half>?", "from|past <hour> <half>"],
    entity: "hora",
    means: means.after,
  },
  { say: ["before|until|till <hour> <half>?"], entity: "hora", means: means.before },
  // parts of the day
  { say: ["before noon|midday|lunch"], entity: "parte_del_dia", means: means.part("manana") },
  { say: ["after noon|midday|lunch"], entity: "parte_del_dia", means: means.part("tarde") },
  { say: ["in|during the <part>", "the <part>", "<part>"], entity: "parte_del_dia", means: means.part() },
  // declined and corrected
  {
    say: [
      "not",
      "no $",
      "nope",
      "can|won|don|doesn|couldn|isn|didn t",
      "cannot|cant|wont|doesnt|dont|isnt",
      "except|unless",
      "unable",
      "instead of",
      "rather than",
    ],
    means: means.not,
  },
  {
    say: ["can|could|do|don|will|won|isn t you|there|we", "cant|dont you", "not sure|bad", "no problem"],
    means: means.skip,
  },
  {
    say: ["actually", "i mean|meant", "sorry", "make it|that", "better", "rather", "wait", "let s do|say"],
    means: means.rather,
  },
  {
    say: ["make|say it|that <figure>", "make|say it|that <hour> <half>", "make|say it|that at <hour> <half>?"],
    means: means.ratherAt,
  },
  { say: ["but", ",|;|.|?|!"], means: means.clause },
  // what only looks like it
  {
    say: [
      "good|nice|lovely <part>",
      "my name is|s <month>",
      "i m <month>",
      "i am <month>",
      "with <month> $",
      "call me <month>",
      "may i|we|be|have|not|you|it",
      "i|you|we|it may",
      "a <part> person",
      "<part> all|everyone|everybody|team|guys|ladies|there",
      "would|d|id like",
      "the first one|time",
      "24 / 7",
      "sat here|there|down|waiting|outside",
      "second|third time",
      "package|room|number|option|plan <count>",
    ],
    means: means.skip,
  },
];

export const english = createWhenLanguage(vocabulary, phrases, { isMonthFirst: true });
