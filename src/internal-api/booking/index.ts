export { normalizeCode } from "./booking-code.ts";
export type { Calendar } from "./calendar.ts";
export { statusNow } from "./life.ts";
export { readOpeningHours } from "./opening-hours.ts";
export { seedOpeningHours } from "./seed.ts";
