import type Koa from "koa";
import { isDatabaseUnavailable } from "../database/index.ts";
import { describeFault, type Logger } from "../shared/index.ts";
import { sendProblem } from "./problem.ts";

/** The one place where what was thrown becomes HTTP: problem+json, and nothing of the inside in it. */
export function errorsToHttp(logger: Logger): Koa.Middleware {
  return async (ctx, next) => {
    try {
      await next();
    } catch (error) {
      const { status = 500, expose, code, message } = error as Partial<HttpLikeError> & Error;
      if (isDatabaseUnavailable(error)) {
        // Twilio retries only where its URL asks for it; 2xx would lose the message for certain.
        ctx.set("Retry-After", "5");
        return sendProblem(ctx, 503, "unavailable", "The service is not available now");
      }
      if (status < 500)
        return sendProblem(ctx, status, code ?? "request_refused", expose ? message : "The request was refused");
      logger.error({ ...describeFault(error), path: shownPath(ctx.path) }, "request failed");
      sendProblem(ctx, 500, "internal_error", "The service failed");
    }
  };
}

interface HttpLikeError {
  status: number;
  expose: boolean;
  code: string;
}

/** Whoever has the link may pay by it, so it is in no log. */
function shownPath(path: string): string {
  return path.startsWith("/pay/") ? "/pay/…" : path;
}
