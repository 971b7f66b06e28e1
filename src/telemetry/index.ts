export { startAlertNotices } from "./alert-notices.ts";
export {
  ALERT_KINDS,
  type Alert,
  type AlertKind,
  type Alerts,
  countOpenAlerts,
  createAlerts,
  type NewAlert,
  recordAlert,
  registerAlertGauge,
  type Severity,
} from "./alerts.ts";
export { type AuditEntry, recordAudit } from "./audit.ts";
export { createHiding, createLogger } from "./logger.ts";
export { createMetrics, type Metrics } from "./metrics.ts";
export { type ProcessReport, readProcesses, startProcessReport } from "./processes.ts";
