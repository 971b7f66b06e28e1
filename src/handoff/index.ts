export { type CaseSummaries, createCaseSummaries } from "./case-summaries.ts";
export { type Case, createTickets, type NewTicket, type TicketReason, type Tickets } from "./tickets.ts";
