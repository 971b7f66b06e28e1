export { type Jobs, type JobsDeps, type JobsState, migrateJobs, type PeriodicJob, startJobs } from "./jobs.ts";
