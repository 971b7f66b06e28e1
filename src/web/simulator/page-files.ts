import { readFile } from "node:fs/promises";
import type Koa from "koa";

/** The page's files by name: a fixed list, so that no path from outside reaches the disk. */
const FILES = new Map([
  ["index.html", "text/html; charset=utf-8"],
  ...["style", "chat", "trace"].map((name) => [`${name}.css`, "text/css; charset=utf-8"] as const),
  ...["app", "phone", "bubble", "format", "attach", "trace", "store", "api", "dom"].map(
    (name) => [`${name}.js`, "text/javascript; charset=utf-8"] as const,
  ),
]);

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob: http: https:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** Answers with one file of the page; read afresh each time, because who works on the page reloads it. */
export async function servePageFile(ctx: Koa.Context, name: string, directory: URL): Promise<void> {
  const type = FILES.get(name);
  if (!type) {
    ctx.status = 404;
    return;
  }
  ctx.body = await readFile(new URL(name, directory));
  ctx.set("content-type", type);
  ctx.set("cache-control", "no-cache");
  ctx.set("content-security-policy", POLICY);
  ctx.set("x-content-type-options", "nosniff");
}
