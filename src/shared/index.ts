export { backoffMs } from "./backoff.ts";
export { type Clock, systemClock } from "./clock.ts";
export { type FailPoint, failPoint } from "./fail-point.ts";
export { describeFault } from "./fault.ts";
export { newId } from "./ids.ts";
export { type Logger, silentLogger } from "./logger.ts";
export { formatMoney, type Money } from "./money.ts";
export { createSealer, type Sealer } from "./seal.ts";
export { foldText, storableJson, storableText, truncateText } from "./text.ts";
