/** The conversations that the events tell of, by customer's number. */
export function createStore() {
  const conversations = new Map();
  const bySid = new Map();
  const typing = new Map();

  const of = (customer) => {
    if (!conversations.has(customer)) conversations.set(customer, []);
    return conversations.get(customer);
  };

  return {
    messages: of,
    typingSince: (customer) => typing.get(customer),
    clear() {
      conversations.clear();
      bySid.clear();
      typing.clear();
    },
    /** Takes one event in; an event seen twice changes nothing. */
    apply(event) {
      if (event.type === "typing") {
        typing.set(event.customer, Date.now());
      } else if (event.type === "status") {
        const message = bySid.get(event.sid);
        if (message) applyStatus(message, event);
      } else if (!bySid.has(event.sid)) {
        if (event.type === "bot") typing.delete(event.customer);
        const message = { ...event, status: "queued" };
        bySid.set(event.sid, message);
        of(event.customer).push(message);
      }
    },
  };
}

const RANK = { queued: 0, sent: 1, failed: 2, undelivered: 2, delivered: 2, read: 3 };

function applyStatus(message, { status, errorCode, httpStatus }) {
  if ((RANK[status] ?? 0) <= RANK[message.status]) return;
  Object.assign(message, { status, errorCode, httpStatus });
}
