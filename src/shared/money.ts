/** Money is an integer of minor units with its currency; it is never a float. */
export interface Money {
  amountMinor: number;
  currency: string;
}

const formatters = new Map<string, Intl.NumberFormat>();

/** "$850" or "$850.50 MXN"-like text in the locale's form; whole amounts carry no decimals. */
export function formatMoney(
  money: Money,
  locale = "es-MX",
  currencyDisplay: "narrowSymbol" | "symbol" = "narrowSymbol",
): string {
  const digits = minorDigits(money.currency);
  const isWhole = money.amountMinor % 10 ** digits === 0;
  const key = `${locale} ${money.currency} ${isWhole} ${currencyDisplay}`;
  let formatter = formatters.get(key);
  if (!formatter) {
    formatter = new Intl.NumberFormat(locale, {
      style: "currency",
      currency: money.currency,
      currencyDisplay,
      minimumFractionDigits: isWhole ? 0 : digits,
      maximumFractionDigits: isWhole ? 0 : digits,
    });
    formatters.set(key, formatter);
  }
  return formatter.format(money.amountMinor / 10 ** digits);
}

const digitsOf = new Map<string, number>();

function minorDigits(currency: string): number {
  let digits = digitsOf.get(currency);
  if (digits === undefined) {
    const options = new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions();
    digits = options.maximumFractionDigits ?? 2;
    digitsOf.set(currency, digits);
  }
  return digits;
}
