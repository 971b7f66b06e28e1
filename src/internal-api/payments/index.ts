export { lockCreditsOf, returnCredit, spendCredit } from "./credits.ts";
