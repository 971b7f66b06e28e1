export { checkGrounding } from "./check-grounding.ts";
export type { Facts } from "./fact-forms.ts";
export { splitOptionList } from "./option-list.ts";
