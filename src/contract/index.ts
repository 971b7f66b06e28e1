export { type ApiName, apiNames, type OperationShape, type Scope } from "./operation.ts";
export {
  type BodyInput,
  type BodyOf,
  MAX_SLOT_DAYS,
  type OperationId,
  type Operations,
  operations,
  type ParamsInput,
  type ParamsOf,
  type QueryInput,
  type QueryOf,
  type ResponseOf,
} from "./operations.ts";
export {
  commonProblemCodes,
  type Problem,
  type ProblemCode,
  problemSchema,
  problems,
  timeProblemCodes,
} from "./problem.ts";
export type {
  Booking,
  BookingFacts,
  BookingStatus,
  Business,
  Client,
  Package,
  Professional,
  Purchase,
  PurchaseStatus,
  Service,
  Slot,
} from "./schemas.ts";
export { type Caller, createServiceTokens, InvalidTokenError, type ServiceTokens } from "./service-token.ts";
