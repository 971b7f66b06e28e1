export { createFaq, type Faq, type FaqMatch } from "./faq.ts";
