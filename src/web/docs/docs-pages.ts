import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type Koa from "koa";
import { createOpenApi } from "../../contract/index.ts";

const PAGE = new URL("docs-page/", import.meta.url);

/** Files by address: a fixed list, so that no path from outside reaches the disk. */
const FILES: Record<string, { type: string; read(): Promise<string | Buffer> }> = {
  "/api/openapi.json": { type: "application/json; charset=utf-8", read: document },
  "/docs": { type: "text/html; charset=utf-8", read: () => readFile(new URL("index.html", PAGE)) },
  "/docs/style.css": { type: "text/css; charset=utf-8", read: () => readFile(new URL("style.css", PAGE)) },
  "/docs/start.js": { type: "text/javascript; charset=utf-8", read: () => readFile(new URL("start.js", PAGE)) },
  "/docs/scalar.js": { type: "text/javascript; charset=utf-8", read: renderer },
};

/** The renderer writes its styles into the page and its pictures into data: addresses; everything else is ours. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** `/docs`, which a developer reads and tries, and the contract itself at `/api/openapi.json`; both for everybody. */
export function docsPages(): Koa.Middleware {
  const cache = new Map<string, Promise<{ body: string | Buffer; etag: string }>>();

  return async (ctx, next) => {
    const file = Object.hasOwn(FILES, ctx.path) ? FILES[ctx.path] : undefined;
    if (!file || (ctx.method !== "GET" && ctx.method !== "HEAD")) return next();
    let found = cache.get(ctx.path);
    if (!found) {
      found = file
        .read()
        .then((body) => ({ body, etag: `"${createHash("sha256").update(body).digest("base64url")}"` }));
      cache.set(ctx.path, found);
      found.catch(() => cache.delete(ctx.path));
    }
    const { body, etag } = await found;
    ctx.set("ETag", etag);
    ctx.set("Cache-Control", "public, no-cache");
    ctx.set("Content-Security-Policy", POLICY);
    ctx.type = file.type;
    ctx.body = body;
    // Koa's own `fresh` says no to `Cache-Control: no-cache`, which fetch adds to every request with a condition.
    if (ctx.get("If-None-Match").includes(etag)) ctx.status = 304;
  };
}

/** The contract, with what a developer reads first. */
async function document(): Promise<string> {
  const contract = createOpenApi();
  const introduction = await readFile(new URL("introduction.md", PAGE), "utf8");
  return JSON.stringify({ ...contract, info: { ...contract.info, description: introduction } });
}

/** Scalar's one file, which the build lays beside the page. */
async function renderer(): Promise<Buffer> {
  return readFile(new URL("scalar.js", PAGE)).catch(() =>
    readFile(
      createRequire(import.meta.url)
        .resolve("@scalar/api-reference")
        .replace(/dist.index\.js$/, "dist/browser/standalone.js"),
    ),
  );
}
