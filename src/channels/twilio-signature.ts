// The whole package costs 115 ms to load, this file 8.
import webhooks from "twilio/lib/webhooks/webhooks.js";

/** A parsed form body. Twilio repeats no parameter today; a repeated one arrives as a list, and the first as sorted counts. */
export type FormParams = Record<string, string | string[] | undefined>;

/**
 * Twilio's signature over the exact public URL and all parameters as they came. Twilio signs with and without the
 * port; the official check tries both, in constant time. Any of the tokens may have signed, so that a secret can be
 * rotated. A body that can be read in two ways under one signature is refused too.
 * Source: https://www.twilio.com/docs/usage/webhooks/webhooks-security
 */
export function isSignedByTwilio(request: {
  authTokens: readonly string[];
  signature: string | undefined;
  urls: readonly string[];
  params: FormParams;
}): boolean {
  const { signature, params } = request;
  if (!signature) return false;
  const isSigned = request.authTokens.some((token) =>
    request.urls.some((url) => {
      try {
        return webhooks.validateRequest(token, signature, url, params);
      } catch {
        // The official check parses the address, and a Host header can be anything: Twilio signed no such URL.
        return false;
      }
    }),
  );
  return isSigned && readsOneWay(params);
}

/**
 * The parameters as Twilio signs them: sorted by name, names and values run together. Nothing marks where a name ends
 * and its value begins, so `From=1&To=2` and `From=1To2` carry the same signature.
 */
export function signedText(params: FormParams): string {
  return Object.keys(params)
    .sort()
    .map((name) => valuesOf(params[name]).reduce((text, value) => text + name + value, ""))
    .join("");
}

/** What decides whose message it is, for which number, and whether it was here before. */
const IDENTITY = [
  { name: "From", form: /^whatsapp:\+\d+$/, everywhere: /Fromwhatsapp:\+/g },
  { name: "To", form: /^whatsapp:\+\d+$/, everywhere: /Towhatsapp:\+/g },
  { name: "MessageSid", form: /^(?:SM|MM)[0-9a-f]{32}$/, everywhere: /MessageSid(?:SM|MM)[0-9a-f]{32}/g },
];

/**
 * Whoever has one signed request could move the borders between its names and values, and so give an old message a
 * new id or another sender. Each sender, receiver and id in the signed text must therefore stand where a parameter of
 * that name says so. Twilio's own requests always do, unless a customer writes such a border into a text.
 */
function readsOneWay(params: FormParams): boolean {
  // A parameter without a name leaves no trace in what is signed when it is empty, and is no parameter of Twilio's.
  if (Object.hasOwn(params, "")) return false;
  const text = signedText(params);
  return IDENTITY.every(({ name, form, everywhere }) => {
    const seen = text.match(everywhere)?.length ?? 0;
    if (seen === 0) return true;
    // Parameters such as OriginalRepliedMessageSid end like the one that is read, and hold the same kind of value.
    const told = Object.keys(params)
      .filter((key) => key.endsWith(name))
      .flatMap((key) => valuesOf(params[key]));
    const own = valuesOf(params[name]);
    return own.length === 1 && form.test(own[0] ?? "") && told.filter((value) => form.test(value)).length === seen;
  });
}

/** As signed: equal values once, sorted, so that their order in the body means nothing. */
export function valuesOf(value: string | string[] | undefined): string[] {
  return Array.isArray(value) ? [...new Set(value)].sort() : value === undefined ? [] : [value];
}
