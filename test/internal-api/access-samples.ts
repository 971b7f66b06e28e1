import type { Booking, OperationId, Package, Purchase } from "../../src/contract/index.ts";
import { newId } from "../../src/shared/index.ts";
import { addAnnotation } from "../support/trainers.ts";
import type { Harness } from "./harness.ts";

/**
 * THE SAMPLES OF THE ACCESS MATRIX: one well-formed request for each operation.
 *
 * A new operation needs a line in `samples`, or the matrix fails. Write the request that an honest caller would send, and
 * take whatever belongs to a customer from `of`: the matrix sends it with the caller's own things, with another
 * customer's and with things that never were, and knows from `reach` and `scope` what each caller must hear.
 *
 * - Give `Subject` a new field when your operation names something of a customer's that is not there yet: fill it in
 *   `makeSubject` (it exists) and in `NOBODY` (it does not, and has the same form).
 * - What belongs to nobody (a service, a package) comes from `World`.
 * - The same sample is sent many times by many callers. From the second time on 409 is fine (a booking can be cancelled
 *   once); 400, 404 and 422 from an honest caller are not.
 */
export const samples: Record<OperationId, (of: Subject, world: World) => Sample> = {
  listServices: () => ({}),
  listProfessionals: () => ({}),
  getBusiness: () => ({}),
  listSlots: (_, { serviceId }) => ({ query: { serviceId, from: "2030-03-05", to: "2030-03-06" } }),
  createBooking: (_, { serviceId }) => ({ body: { serviceId, startsAt: "2030-03-07T10:00:00-06:00" } }),
  listBookings: (of) => ({ query: { client: of.customerId } }),
  getBooking: (of) => ({ params: { code: of.bookingCode } }),
  confirmBooking: (of) => ({ params: { code: of.bookingCode } }),
  rescheduleBooking: (of) => ({
    params: { code: of.bookingCode },
    body: { startsAt: "2030-03-08T12:00:00-06:00" },
  }),
  quoteCancellation: (of) => ({ params: { code: of.bookingCode } }),
  cancelBooking: (of) => ({ params: { code: of.bookingCode } }),
  completeBooking: (of) => ({ params: { code: of.bookingCode } }),
  markNoShow: (of) => ({ params: { code: of.bookingCode } }),
  listBookingHistory: (of) => ({ params: { code: of.bookingCode } }),
  listClasses: (_, { serviceId }) => ({ query: { service: serviceId, from: "2030-03-05", to: "2030-03-09" } }),
  createClass: (_, { serviceId, professionalId }) => ({
    body: { serviceId, professionalId, startsAt: "2030-03-12T10:00:00-06:00", seats: 5 },
  }),
  updateClass: (_, { fullClassId }) => ({ params: { id: fullClassId }, body: { seats: 3 } }),
  cancelClass: (_, { lostClassId }) => ({ params: { id: lostClassId } }),
  bookClass: (_, { classId }) => ({ params: { id: classId }, body: {} }),
  joinWaitlist: (_, { fullClassId }) => ({ params: { id: fullClassId } }),
  leaveWaitlist: (_, { fullClassId }) => ({ params: { id: fullClassId } }),
  listWaitlist: () => ({}),
  acceptOffer: (of) => ({ params: { id: of.waitlistId }, body: {} }),
  listPackages: () => ({}),
  createPurchase: (of) => ({ body: { bookingCode: of.bookingCode } }),
  listPurchases: (of) => ({ query: { code: of.purchaseCode } }),
  getPurchase: (of) => ({ params: { code: of.purchaseCode } }),
  listCredits: () => ({}),
  transferPurchase: (of, { recipientId }) => ({
    params: { code: of.purchaseCode },
    body: { toCustomerId: recipientId },
  }),
  listAllPurchases: (of) => ({ query: { client: of.customerId } }),
  refundPurchase: (of) => ({ params: { code: of.purchaseCode }, body: { reason: "a sample" } }),
  getClient: () => ({}),
  updateClient: () => ({ body: { displayName: "Ana" } }),
  createClient: () => ({ body: { phone: "+52 55 3000 0001" } }),
  getClientById: (of) => ({ params: { id: of.customerId } }),
  updateClientById: (of) => ({ params: { id: of.customerId }, body: { displayName: "Ana" } }),
  createApiKey: () => ({ body: { name: "a sample", scopes: ["keys:write"] } }),
  listApiKeys: () => ({}),
  revokeApiKey: (_, { apiKeyId }) => ({ params: { id: apiKeyId } }),
  rotateApiKey: (_, { apiKeyId }) => ({ params: { id: apiKeyId } }),
  createWebhookEndpoint: () => ({ body: { url: "https://example.com/hook", kinds: ["booking.created"] } }),
  listWebhookEndpoints: () => ({}),
  updateWebhookEndpoint: (_, { endpointId }) => ({ params: { id: endpointId }, body: { description: "a sample" } }),
  deleteWebhookEndpoint: (_, { spareEndpointId }) => ({ params: { id: spareEndpointId } }),
  rotateWebhookSecret: (_, { endpointId }) => ({ params: { id: endpointId } }),
  testWebhookEndpoint: (_, { endpointId }) => ({ params: { id: endpointId } }),
  listWebhookDeliveries: (_, { endpointId }) => ({ params: { id: endpointId } }),
  redeliverWebhook: (_, { deliveryId }) => ({ params: { id: deliveryId } }),
  getBookingCalendar: (of) => ({ params: { code: of.bookingCode } }),
  createCalendarFeed: (_, { professionalId }) => ({ params: { id: professionalId } }),
  listAdminServices: () => ({}),
  createService: () => ({ body: { code: "reiki", name: "Reiki", durationMinutes: 60, priceMinor: 50000 } }),
  updateService: (_, { serviceId }) => ({ params: { id: serviceId }, body: { description: "a sample" } }),
  exportServices: () => ({}),
  importServices: () => ({ text: "code,description\nyoga,a sample" }),
  listResources: () => ({ query: { kind: "room" } }),
  createResource: () => ({ body: { code: "sala-9", kind: "room", name: "Sala 9" } }),
  updateResource: (_, { professionalId }) => ({ params: { id: professionalId }, body: { name: "Diego" } }),
  getOpeningHours: () => ({}),
  setOpeningHours: () => ({ body: { origin: "file" } }),
  listTimeOff: () => ({}),
  createTimeOff: () => ({ body: { startsAt: "2030-06-03T10:00:00-06:00", endsAt: "2030-06-03T12:00:00-06:00" } }),
  deleteTimeOff: (_, { spareEndpointId }) => ({ params: { id: spareEndpointId } }),
  listAdminPackages: () => ({}),
  createPackage: (_, { serviceId }) => ({
    body: { code: "yoga-4", name: "Yoga 4", priceMinor: 90000, validDays: 30, items: [{ serviceId, quantity: 4 }] },
  }),
  updatePackage: (_, { packageId }) => ({ params: { id: packageId }, body: { description: "a sample" } }),
  exportPackages: () => ({}),
  importPackages: () => ({ text: "code,description\nyoga-8,a sample" }),
  getLlmUsage: () => ({ query: { from: "2030-03-01", to: "2030-03-31" } }),
  listAnnotations: () => ({}),
  getAnnotation: (_, { annotationId }) => ({ params: { id: annotationId } }),
  judgeAnnotation: (_, { annotationId }) => ({
    params: { id: annotationId },
    body: { intent: "agendar_cita", entities: [{ entity: "servicio", start: 7, end: 11 }] },
  }),
  decideAnnotation: (_, { annotationId }) => ({ params: { id: annotationId }, body: { decision: "open" } }),
  getAnnotationAgreement: () => ({}),
  getAnnotationPatch: () => ({}),
};

export interface Sample {
  params?: Record<string, string>;
  query?: Record<string, string>;
  body?: object;
  /** Of an operation that takes CSV. */
  text?: string;
}

/** What is one customer's. */
export interface Subject {
  customerId: string;
  bookingCode: string;
  /** Of a package that waits to be paid. */
  purchaseCode: string;
  /** An entry of a full class's waiting list. */
  waitlistId: string;
}

/** Well-formed names of what never was. */
export const NOBODY: Subject = {
  customerId: newId(),
  bookingCode: "QQQQQQ",
  purchaseCode: "QQQQQQQQ",
  waitlistId: newId(),
};

/** What is nobody's, or a third one's. */
export interface World {
  serviceId: string;
  professionalId: string;
  /** One with seats enough, one that is full, one to be cancelled. */
  classId: string;
  fullClassId: string;
  lostClassId: string;
  recipientId: string;
  apiKeyId: string;
  packageId: string;
  endpointId: string;
  /** To be deleted; a second time is fine. */
  spareEndpointId: string;
  deliveryId: string;
  annotationId: string;
}

export async function makeWorld(harness: Harness): Promise<World> {
  const { id: serviceId, professionals } = await harness.service("yoga");
  const professionalId = professionals[0]?.id ?? "";
  const recipientId = await harness.addCustomer();
  const body = { name: "a sample", scopes: ["keys:write"] };
  const { body: key } = await harness.request<{ id: string }>("POST", "/admin/api-keys", { role: "admin", body });
  const makeClass = async (day: string, seats: number) => {
    const wanted = { serviceId, professionalId, startsAt: `2030-03-${day}T10:00:00-06:00`, seats };
    const made = await harness.request<{ id: string }>("POST", "/admin/classes", {
      role: "admin",
      key: newId(),
      body: wanted,
    });
    return made.body.id;
  };
  const classes = {
    classId: await makeClass("13", 200),
    fullClassId: await makeClass("14", 1),
    lostClassId: await makeClass("15", 1),
  };
  await harness.request("POST", `/classes/${classes.fullClassId}/bookings`, {
    customerId: recipientId,
    key: newId(),
    body: {},
  });
  const makeEndpoint = async () => {
    const hook = { url: "https://example.com/hook" };
    const made = await harness.request<{ id: string }>("POST", "/admin/webhook-endpoints", {
      role: "admin",
      body: hook,
    });
    return made.body.id;
  };
  const [endpointId, spareEndpointId] = [await makeEndpoint(), await makeEndpoint()];
  const { body: delivery } = await harness.request<{ id: string }>(
    "POST",
    `/admin/webhook-endpoints/${endpointId}/test`,
    { role: "admin" },
  );
  const { body: offer } = await harness.request<{ packages: Package[] }>("GET", "/packages", { role: "admin" });
  const webhooks = { endpointId, spareEndpointId, deliveryId: delivery.id };
  const packageId = offer.packages[0]?.id ?? "";
  const annotationId = newId();
  await addAnnotation(harness.database, { id: annotationId, text: "quiero yoga el jueves a mediodía" });
  return { annotationId, serviceId, professionalId, ...classes, recipientId, apiKeyId: key.id, ...webhooks, packageId };
}

/** A customer with one of each thing; `hour` keeps two of them out of each other's way. */
export async function makeSubject(harness: Harness, world: World, hour: number): Promise<Subject> {
  const customerId = await harness.addCustomer();
  const at = { customerId, role: "admin" as const };
  const booked = await harness.request<Booking>("POST", "/booking", {
    ...at,
    body: { serviceId: world.serviceId, startsAt: `2030-03-05T${hour}:00:00-06:00` },
  });
  const { body: offer } = await harness.request<{ packages: Package[] }>("GET", "/packages", at);
  const bought = await harness.request<Purchase>("POST", "/client/purchase", {
    ...at,
    body: { packageId: offer.packages[0]?.id },
  });
  const waiting = await harness.request<{ id: string }>("POST", `/classes/${world.fullClassId}/waitlist`, at);
  if (booked.status !== 201 || bought.status !== 201) throw new Error(`${booked.status} ${bought.status}: no subject`);
  return { customerId, bookingCode: booked.body.code, purchaseCode: bought.body.code, waitlistId: waiting.body.id };
}
