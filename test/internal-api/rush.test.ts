import { afterAll, beforeAll, expect, test } from "vitest";
import { type Harness, startHarness, untilHeard } from "./harness.ts";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.close());

test("of 200 simultaneous requests for one slot one books and 199 hear what else is free", async () => {
  const service = await harness.service("masaje-relajante");
  const laura = service.professionals.find(({ name }) => name === "Laura Méndez")!;
  const customers = await Promise.all(Array.from({ length: 200 }, () => harness.addCustomer()));
  const startsAt = "2030-03-05T17:00:00-06:00";
  const body = { serviceId: service.id, professionalId: laura.id, startsAt };

  const answers = await Promise.all(customers.map((customerId) => untilHeard(() => harness.book(customerId, body))));

  const refusals = answers.filter(({ status }) => status === 409);
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  expect(refusals).toHaveLength(199);
  for (const { body: problem } of refusals) {
    expect(problem.code).toBe("slot_taken");
    expect(problem.alternatives).toHaveLength(3);
    for (const slot of problem.alternatives) {
      expect(slot.professional).toEqual(laura);
      expect(slot.startsAt).not.toBe(startsAt);
    }
  }
  const [rows] = await harness.database.query(
    `select (select count(*)::int from bookings) as bookings,
       (select count(*)::int from allocations where resource_id = $1) as allocations`,
    [laura.id],
  );
  expect(rows).toEqual({ bookings: 1, allocations: 1 });
});

test("60 simultaneous requests for anybody at one time book each professional once", async () => {
  const service = await harness.service("masaje-descontracturante");
  const customers = await Promise.all(Array.from({ length: 60 }, () => harness.addCustomer()));
  const body = { serviceId: service.id, startsAt: "2030-03-06T10:00:00-06:00" };

  const answers = await Promise.all(customers.map((customerId) => untilHeard(() => harness.book(customerId, body))));

  const booked = answers.filter(({ status }) => status === 201);
  expect(booked.map(({ body: booking }) => booking.professional.name).sort()).toEqual(["Carlos Ríos", "Laura Méndez"]);
  expect(answers.filter(({ body: problem }) => problem.code === "slot_taken")).toHaveLength(58);
});
