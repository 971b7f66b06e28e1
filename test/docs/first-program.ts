import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { createClient, verifyWebhook } from "@atiende/client";

const atiende = createClient({ baseUrl: process.env.ATIENDE_URL!, apiKey: process.env.ATIENDE_API_KEY! });
const hook = await atiende.createWebhookEndpoint({ body: { url: "http://localhost:4321/", kinds: ["purchase.paid"] } });
const server = createServer(async (request, response) => {
  const event = await verifyWebhook(await text(request), request.headers, hook.secret!);
  console.log(event.type, event.data.code);
  response.end(() => server.close());
}).listen(4321);

const { id: onBehalfOf } = await atiende.createClient({ body: { phone: "+52 55 1234 5678" } });
const [service] = (await atiende.listServices()).services;
const [from, to] = [1, 7].map((days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10));
const free = await atiende.listSlots({ query: { serviceId: service!.id, from: from!, to: to! } });
const [first, second] = free.slots.map(({ startsAt }) => startsAt);
const { code } = await atiende.createBooking({ onBehalfOf, body: { serviceId: service!.id, startsAt: first! } });
await atiende.rescheduleBooking({ onBehalfOf, params: { code }, body: { startsAt: second! } });
const purchase = await atiende.createPurchase({ onBehalfOf, body: { bookingCode: code } });
await fetch(purchase.payUrl!, { method: "POST" }); // what the button of the sandbox's page does
