import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from "libphonenumber-js";

/** The channel on which a customer who was entered by number will write, and its sender's form. */
export const WHATSAPP_CHANNEL = "twilio-whatsapp";

/** E.164, such as +525512345678, from a number written as people do; undefined when it cannot be one. */
export function readPhone(text: string, locale: string): string | undefined {
  const region = new Intl.Locale(locale).maximize().region ?? "";
  const country: CountryCode | undefined = isSupportedCountry(region) ? region : undefined;
  // As WhatsApp still writes it; libphonenumber no longer knows that form.
  const oldMexican = /^\+521(\d{10})$/.exec(text.replaceAll(/[\s()-]/g, ""));
  const phone = parsePhoneNumberFromString(oldMexican ? `+52${oldMexican[1]}` : text, country);
  return phone?.isValid() ? phone.number : undefined;
}

/**
 * The senders under which WhatsApp may name this number. Mexican mobiles still come as +521…, with the digit that
 * their E.164 form has no more.
 */
export function whatsappSenders(phone: string): string[] {
  const forms = phone.startsWith("+52") ? [`+521${phone.slice(3)}`, phone] : [phone];
  return forms.map((form) => `whatsapp:${form}`);
}
