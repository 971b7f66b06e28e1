export { createLogger } from "./logger.ts";
export { createMetrics, type Metrics } from "./metrics.ts";
export { type ProcessReport, readProcesses, startProcessReport } from "./processes.ts";
