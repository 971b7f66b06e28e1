/** Sends a customer's message. Resolves with the webhook's HTTP status, or with what went wrong before it. */
export async function sendMessage(message) {
  try {
    const response = await fetch("/simulator/send", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(message),
    });
    const body = await response.json();
    return response.ok ? body : { error: body.error ?? `El simulador respondió ${response.status}` };
  } catch {
    return { error: "La app no responde. ¿Sigue en marcha?" };
  }
}

/** The explained trace of the turn that sent a bot's message. */
export async function fetchTrace(sid) {
  const response = await fetch(`/simulator/trace/${encodeURIComponent(sid)}`);
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(body.error ?? `La app respondió ${response.status}`);
  return body;
}

/**
 * Everything that happened and happens. The browser reconnects by itself and asks for what it missed; `onReset` says
 * that the application began anew, `onLive` that what follows is news.
 */
export function openEvents({ onEvent, onReset, onLive, onState }) {
  const source = new EventSource("/simulator/events");
  source.addEventListener("open", () => onState("open"));
  source.addEventListener("error", () => onState(source.readyState === EventSource.CLOSED ? "closed" : "waiting"));
  source.addEventListener("reset", onReset);
  source.addEventListener("live", onLive);
  source.addEventListener("message", ({ data }) => onEvent(JSON.parse(data)));
}
