import {
  type CheckoutOrder,
  type PaymentProvider,
  type ProviderPayment,
  ProviderUnavailableError,
} from "../../../src/internal-api/payments/provider.ts";

interface Page extends ProviderPayment {
  order: CheckoutOrder;
}

/** A payment provider with its own books, whose notifications the test delivers: late, twice, in any order. */
export function createBank() {
  const bank = {
    pages: new Map<string, Page>(),
    /** Every notification that was ever due, oldest first. */
    events: [] as { id: string; sessionId: string }[],
    /** What the books of a bank never show. */
    broken: [] as string[],
    calls: 0,
    /** Every answer arrives. */
    isSteady: false,
    provider: undefined as unknown as PaymentProvider,
    reset() {
      bank.pages.clear();
      Object.assign(bank, { events: [], broken: [], calls: 0, isSteady: false });
    },
    /** The customer pays on a page; late too, for the page's own clock is not ours. */
    pay(page: Page): void {
      if (page.paid) return;
      const { amountMinor, currency } = page.order;
      notify(page);
      page.state = "ended";
      page.paid = { ref: `pi_${page.sessionId}`, amountMinor, currency };
      notify(page);
    },
    /** What was pending is decided. */
    decideRefunds(isGood: boolean): void {
      for (const page of bank.pages.values()) {
        for (const refund of page.refunds) {
          if (refund.status !== "pending") continue;
          refund.status = isGood ? "succeeded" : "failed";
          notify(page);
        }
      }
    },
  };
  function notify({ sessionId }: Page): void {
    bank.events.push({ id: `evt_${bank.events.length}_${sessionId}`, sessionId });
  }

  bank.provider = {
    // The name decides nothing but whose payments are whose.
    name: "stripe",
    async createCheckout(order) {
      const sessionId = `cs_${order.purchaseId}_${order.attempt}`;
      const page: Page = bank.pages.get(sessionId) ?? { sessionId, order, state: "open", refunds: [] };
      bank.pages.set(sessionId, page);
      return { sessionId, url: `http://bank.test/${sessionId}`, expiresAt: order.expiresAt };
    },
    verifyWebhook: async (body) => {
      const { id, sessionId } = JSON.parse(body.toString()) as { id: string; sessionId: string };
      return { id, kind: "page", subject: { sessionId } };
    },
    async readPayment(subject) {
      const page = [...bank.pages.values()].find((each) =>
        "sessionId" in subject ? each.sessionId === subject.sessionId : each.paid?.ref === subject.paymentRef,
      );
      return page && structuredClone({ ...page, order: undefined });
    },
    async refund({ refundId, paymentRef, amountMinor }) {
      bank.calls += 1;
      if (!bank.isSteady && bank.calls % 5 === 4) throw new ProviderUnavailableError("no answer");
      const page = [...bank.pages.values()].find(({ paid }) => paid?.ref === paymentRef);
      if (!page?.paid) throw new Error(`a refund of ${paymentRef}, which nobody paid`);
      const known = page.refunds.find((refund) => refund.refundId === refundId);
      if (known) return { status: known.status, ref: known.ref };
      const status = bank.calls % 3 === 0 ? "pending" : "succeeded";
      page.refunds.push({ ref: `re_${refundId}`, refundId, amountMinor, status });
      const given = page.refunds.filter((refund) => refund.status !== "failed");
      if (given.reduce((sum, refund) => sum + refund.amountMinor, 0) > page.paid.amountMinor) {
        bank.broken.push(`the bank gave back more than was paid: ${paymentRef}`);
      }
      // It was done, and the answer is lost: whoever asks again must not give twice.
      if (!bank.isSteady && bank.calls % 7 === 6) throw new ProviderUnavailableError("the answer was lost");
      return { status, ref: `re_${refundId}` };
    },
  };
  return bank;
}

export type Bank = ReturnType<typeof createBank>;
