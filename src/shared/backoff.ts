/** Exponential delay in ms with full jitter between half and the whole of it. */
export function backoffMs(attempt: number, { baseMs = 1000, maxMs = 60_000, random = Math.random } = {}): number {
  const whole = Math.min(maxMs, baseMs * 2 ** Math.max(0, attempt - 1));
  return Math.round(whole / 2 + (whole / 2) * random());
}
