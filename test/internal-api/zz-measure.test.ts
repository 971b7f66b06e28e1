import { expect, test } from "vitest";
import { startHarness } from "/work/main/test/internal-api/harness.ts";
test("measure", async () => {
  const h = await startHarness();
  const s = await h.service("masaje-relajante");
  const customer = await h.addCustomer();
  // 31 busy days: 300 allocations
  for (let d = 5; d < 30; d++) for (const hh of ["09","11","13","16","18"]) await h.book(customer, { serviceId: s.id, startsAt: `2030-03-${String(d).padStart(2,"0")}T${hh}:00:00-06:00` });
  const timeIt = async (name: string, path: string) => {
    const t: number[] = [];
    let n = 0; let bytes = 0;
    for (let i = 0; i < 200; i++) { const b = performance.now(); const r = await h.request<any>("GET", path, {}); t.push(performance.now() - b); n = r.body.slots?.length ?? 0; bytes = JSON.stringify(r.body).length; }
    t.splice(0, 50); t.sort((a, b) => a - b);
    console.log(name, n, "slots", bytes, "bytes p50", t[75]!.toFixed(1), "p99", t[148]!.toFixed(1));
  };
  await timeIt("1 day", `/schedule-slots?serviceId=${s.id}&from=2030-03-06&to=2030-03-06`);
  await timeIt("7 days", `/schedule-slots?serviceId=${s.id}&from=2030-03-06&to=2030-03-12`);
  await timeIt("31 days", `/schedule-slots?serviceId=${s.id}&from=2030-03-05&to=2030-04-04`);
  await timeIt("31 days limit 10", `/schedule-slots?serviceId=${s.id}&from=2030-03-05&to=2030-04-04&limit=10`);
  await timeIt("services", `/services`);
  const t: number[] = [];
  for (let i = 0; i < 100; i++) { const b = performance.now(); const r = await h.book(customer, { serviceId: s.id, startsAt: `2030-04-${String(1 + i % 28).padStart(2,"0")}T${i % 2 ? "10" : "12"}:00:00-06:00` }); if (r.status === 201) t.push(performance.now() - b); }
  t.sort((a, b) => a - b); console.log("book", t.length, "p50", t[t.length >> 1]!.toFixed(1), "max", t.at(-1)!.toFixed(1));
  await h.close();
  expect(1).toBe(1);
}, 60000);
