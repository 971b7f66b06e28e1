export { returnCredit, spendCredit } from "./credits.ts";
