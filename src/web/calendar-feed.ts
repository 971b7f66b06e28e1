import type { Middleware } from "koa";

export interface CalendarFeedDeps {
  /** The calendar whose address holds this token, in iCalendar's form. */
  read(token: string): Promise<string | undefined>;
}

const PATH = /^\/calendars\/([\w-]{20,64})\.ics$/;

/** `GET /calendars/{token}.ics`: for calendar programs, which bring no token but the address itself. */
export function calendarFeed({ read }: CalendarFeedDeps): Middleware {
  return async (context, next) => {
    const token = PATH.exec(context.path)?.[1];
    if (token === undefined || (context.method !== "GET" && context.method !== "HEAD")) return next();
    const calendar = await read(token);
    if (calendar === undefined) {
      context.status = 404;
      return;
    }
    context.type = "text/calendar; charset=utf-8";
    // The address is a secret: it is in no other site's logs and in no shared cache.
    context.set("Cache-Control", "private, max-age=300");
    context.set("Referrer-Policy", "no-referrer");
    context.body = calendar;
  };
}
