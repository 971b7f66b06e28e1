// Preloaded by `node --import`: a host whose clock is CLOCK_SKEW_MS off, and which sleeps for half an hour at each
// SIGWINCH: that much later by the monotonic clock. Timers are right, as they are on such a host.
const SLEEP_MS = 30 * 60_000;
const skewMs = Number(process.env.CLOCK_SKEW_MS ?? 0);
const RealDate = Date;
const realNow = performance.now.bind(performance);
let sleptMs = 0;

globalThis.Date = class SkewedDate extends RealDate {
  constructor(...args) {
    if (args.length === 0) super(RealDate.now() + skewMs);
    else super(...args);
  }
  static now() {
    return RealDate.now() + skewMs;
  }
};
performance.now = () => realNow() + sleptMs;
process.on("SIGWINCH", () => {
  sleptMs += SLEEP_MS;
});
