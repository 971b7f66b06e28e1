import type { AppParts } from "./app-parts.ts";
import { noticePaidPurchases } from "./conversation/index.ts";
import { createInternalApi, createStripeProvider, type InternalApi } from "./internal-api/index.ts";
import { annotationHandlers } from "./training/index.ts";

/** The internal API with the addresses and the payment provider of this installation. */
export function wireInternalApi(parts: AppParts & { rootDirectory: string }, takesPayments: boolean): InternalApi {
  const { config, cache, database, inbox, bell, logger, localUrl } = parts;
  const origin = () => config.publicBaseUrl ?? localUrl();
  return createInternalApi({
    ...parts,
    redis: cache.redis,
    nlu: annotationHandlers({ ...parts, origin }),
    llmCurrency: config.llm?.currency,
    paymentProvider: config.stripe && createStripeProvider(config.stripe),
    payUrl: takesPayments ? (token) => `${origin()}/pay/${token}` : undefined,
    feedUrl: (token) => `${origin()}/calendars/${token}.ics`,
    isProduction: config.environment === "production",
    onPaid: () =>
      void noticePaidPurchases({ database, inbox, bell, logger }).catch((error: Error) =>
        logger.warn({ name: error.name }, "payment not told yet; the sweep will"),
      ),
  });
}
