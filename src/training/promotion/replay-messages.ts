import type { Database } from "../../database/index.ts";
import { maskForTraining } from "../../llm/index.ts";
import type { CatalogueNames } from "../../nlu/index.ts";
import type { Sealer } from "../../shared/index.ts";

/** What customers wrote, without what tells who they are; the same words count together. */
export interface ReplayedText {
  text: string;
  times: number;
}

/** The last `last` messages of text that a profile's customers sent, masked; what cannot be opened is left out. */
export async function readRecentTexts(
  { database, sealer, catalogue }: { database: Database; sealer: Sealer; catalogue: CatalogueNames },
  { profile, last }: { profile: string; last: number },
): Promise<ReplayedText[]> {
  // Ids are in the order of time, so the newest ones are read from the end of the primary key.
  const rows = await database.query<{ text: string | null; name: string | null }>(
    /* sql */ `select m.content->>'text' as text, u.display_name as name
      from messages m
      join channel_accounts a on a.id = m.channel_account_id
      join conversations c on c.id = m.conversation_id
      join customers u on u.id = c.customer_id
      where m.direction = 'in' and m.kind = 'text' and a.profile = $1 order by m.id desc limit $2`,
    [profile, last],
  );
  const kept = Object.values(catalogue).flat();
  const times = new Map<string, number>();
  for (const row of rows) {
    const text = maskedText(sealer, row, kept);
    if (text) times.set(text, (times.get(text) ?? 0) + 1);
  }
  return [...times].map(([text, count]) => ({ text, times: count }));
}

function maskedText(sealer: Sealer, row: { text: string | null; name: string | null }, kept: string[]): string {
  try {
    const customerName = row.name === null ? undefined : sealer.open(row.name);
    return maskForTraining(sealer.open(row.text ?? ""), { customerName, kept });
  } catch {
    return "";
  }
}
