import fc from "fast-check";
import { bodyMutations, parameterMutations } from "./body-mutations.ts";
import { type Change, formOf, type Mutation, named, oneOf } from "./mutation.ts";
import { type RawRequest, runTogether, sign } from "./webhook-request.ts";

// --- The signature ---

const onSignature =
  (change: (signature: string, request: RawRequest) => string | string[]): Change =>
  (request) => ({ ...request, signature: [change(request.signature[0] ?? "", request)].flat() });

const BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const WRONG_TOKEN = "0123456789abcdef0123456789abcdef";

const signatureMutations = [
  named(
    "signature: one bit",
    fc.tuple(fc.nat(19), fc.nat(7)).map(([at, bit]) =>
      onSignature((signature) => {
        const bytes = Buffer.from(signature, "base64");
        bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
        return bytes.toString("base64");
      }),
    ),
  ),
  named(
    "signature: one character",
    fc
      .tuple(fc.nat(27), fc.constantFrom(...BASE64, "=", "-", "_", " ", ",", "~"))
      .map(([at, char]) => onSignature((signature) => signature.slice(0, at) + char + signature.slice(at + 1))),
  ),
  named(
    "signature: length",
    fc
      .tuple(fc.nat(27), fc.string({ unit: "grapheme-ascii", maxLength: 12 }), fc.boolean())
      .map(([keep, tail, isLonger]) =>
        onSignature((signature) => (isLonger ? `${signature}${tail.trim() || "="}` : signature.slice(0, keep) + tail)),
      ),
  ),
  named(
    "signature: form",
    oneOf(
      onSignature((signature) => signature.toLowerCase()),
      onSignature((signature) => signature.toUpperCase()),
      onSignature((signature) => signature.replace(/=+$/, "")),
      onSignature((signature) => `${signature}=`),
      // The last character carries two bits that no byte holds: four spellings decode to the same signature.
      onSignature((signature) => {
        const last = BASE64.indexOf(signature.at(-2) ?? "A");
        return `${signature.slice(0, -2)}${BASE64[last ^ 1]}=`;
      }),
      onSignature((signature) => Buffer.from(signature, "base64").toString("hex")),
      onSignature((signature) => `"${signature}"`),
      onSignature((signature) => `sha1=${signature}`),
      onSignature((signature) => encodeURIComponent(signature)),
      onSignature((signature) => [...signature].reverse().join("")),
    ),
  ),
  named(
    "signature: headers",
    oneOf(
      onSignature(() => []),
      onSignature(() => ""),
      onSignature((signature) => [signature, signature]),
      onSignature((signature) => ["AAAA", signature]),
      onSignature((signature) => [signature, "AAAA"]),
      onSignature((signature) => `${signature},${signature}`),
      (request) => ({ ...request, signature: [], headers: { "x-twilio-signature-": request.signature[0] ?? "" } }),
      (request) => ({ ...request, signature: [], headers: { x_twilio_signature: request.signature[0] ?? "" } }),
      (request) => ({ ...request, signature: [], headers: { authorization: `Bearer ${request.signature[0]}` } }),
    ),
  ),
  named(
    "signature: of something else",
    oneOf(
      onSignature((_, { signedUrl, params }) => sign(WRONG_TOKEN, signedUrl, runTogether(params))),
      onSignature((_, { signedUrl, params }) => sign("", signedUrl, runTogether(params)) || "x"),
      onSignature((_, { signedUrl, params }) => sign("undefined", signedUrl, runTogether(params))),
      onSignature((_, { signedUrl, params }) => sign("development-twilio-auth-token", signedUrl, runTogether(params))),
      onSignature((_, { signedUrl, params }) => sign(signedUrl, "", runTogether(params))),
      onSignature((_, { signedUrl, params }) => sign(WRONG_TOKEN, signedUrl, runTogether(params), "sha256")),
      // Of the right token, over a part.
      onSignature((_, { signedUrl, signedElsewhere }) => signedElsewhere(signedUrl, "")),
      onSignature((_, { params, signedElsewhere }) => signedElsewhere("", runTogether(params))),
      onSignature((_, { params, signedElsewhere }) => signedElsewhere("/api/whatsapp/webhook", runTogether(params))),
      onSignature((_, { signedUrl, params, signedElsewhere }) => signedElsewhere(signedUrl, formOf(params))),
      onSignature((_, { signedUrl, params, signedElsewhere }) =>
        signedElsewhere(signedUrl, params.map((pair) => pair.join("")).join("&")),
      ),
    ),
  ),
];

// --- The address ---

const onTarget =
  (change: (path: string, query: string) => string): Change =>
  (request) => {
    const [path = "", query = ""] = request.target.split("?", 2);
    return { ...request, target: change(path, query) };
  };
const withQuery = (path: string, query: string) => (query ? `${path}?${query}` : path);

const addressMutations = [
  named(
    "address: path",
    oneOf(
      onTarget((path, query) => withQuery(`${path}/`, query)),
      onTarget((path, query) => withQuery(`/${path}`, query)),
      onTarget((path, query) => withQuery(path.toUpperCase(), query)),
      onTarget((path, query) => withQuery(path.replace("whatsapp", "WhatsApp"), query)),
      onTarget((path, query) => withQuery(path.replace("/whatsapp/", "/meta/../whatsapp/x/../"), query)),
      onTarget((path, query) => withQuery(`${path};a=1`, query)),
      onTarget((path, query) => withQuery(`${path}%00`, query)),
      onTarget((path, query) =>
        withQuery(path.endsWith("status") ? "/api/whatsapp/webhook" : "/api/whatsapp/status", query),
      ),
      onTarget((path, query) => withQuery(`http://evil.example${path}/`, query)),
    ),
  ),
  named(
    "address: query",
    fc
      .tuple(fc.string({ unit: fc.constantFrom(..."abcz019-_"), minLength: 1, maxLength: 12 }), fc.nat(5))
      .map(([word, how]) =>
        onTarget((path, query) => {
          const parts = query ? query.split("&") : [];
          if (how === 0) return withQuery(path, [...parts, `${word}=1`].join("&"));
          if (how === 1) return withQuery(path, [`${word}=1`, ...parts].join("&"));
          if (how === 2) return parts.length > 0 ? path : withQuery(path, word);
          if (how === 3)
            return parts.length > 1 ? withQuery(path, [...parts].reverse().join("&")) : withQuery(path, word);
          if (how === 4) return withQuery(path, [...parts, parts[0] ?? word].join("&"));
          return withQuery(path, query ? query.replace(/[^=]$/, word) : `bodySHA256=${word}`);
        }),
      ),
  ),
  named(
    "address: signed for another one",
    oneOf(
      ...[
        (url: string) => url.replace("https://", "http://"),
        (url: string) => url.replace("estudio.example", "estudio.example:8443"),
        (url: string) => url.replace("estudio.example", "estudio.example:80"),
        (url: string) => url.replace("estudio.example", "studio.example"),
        (url: string) => url.replace("estudio.example", "estudio.example.evil.example"),
        (url: string) => url.replace("https://", "https://user:pass@"),
        (url: string) => `${url}#fragment`,
        (url: string) => url.replace("/api/", "//api/"),
        (url: string) => url.replace("/webhook", "/status").replace("?", "?x&"),
      ].map(
        (change): Change =>
          (request) => {
            const { signedUrl, params, signedElsewhere } = request;
            return { ...request, signature: [signedElsewhere(change(signedUrl), runTogether(params))] };
          },
      ),
    ),
  ),
];

export const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  ...signatureMutations,
  ...addressMutations,
  ...parameterMutations,
  ...bodyMutations,
);
