export { createTickets, type NewTicket, type TicketReason, type Tickets } from "./tickets.ts";
