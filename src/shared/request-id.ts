import { newId } from "./ids.ts";

const REQUEST_ID = /^[\w.-]{8,80}$/;

/** What the caller sent as `X-Request-Id`, when it can stand in headers and logs; a new id otherwise. */
export function requestIdFrom(sent: string): string {
  return REQUEST_ID.test(sent) ? sent : newId();
}
