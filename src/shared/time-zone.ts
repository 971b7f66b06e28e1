import { IANAZone } from "luxon";

/** Every zone changes its clocks at a whole quarter of an hour UTC. */
const QUARTER_MS = 15 * 60_000;
/** Quarters that are remembered: more than a hundred days. */
const MAX_OFFSETS = 10_000;
const prepared = new Set<IANAZone>();

/**
 * luxon's one object for this zone, made to remember its offsets: from here on every `DateTime` in the zone has them. luxon
 * asks Intl at each instant, which cost more than all that was done for a free time.
 */
export function preparedZone(timeZone: string): IANAZone {
  const zone = IANAZone.create(timeZone);
  if (prepared.has(zone)) return zone;
  prepared.add(zone);
  const ask = zone.offset.bind(zone);
  const offsets = new Map<number, number>();
  zone.offset = (ms) => {
    const quarter = Math.floor(ms / QUARTER_MS);
    let offset = offsets.get(quarter);
    if (offset === undefined) {
      if (offsets.size >= MAX_OFFSETS) offsets.clear();
      offset = ask(ms);
      offsets.set(quarter, offset);
    }
    return offset;
  };
  return zone;
}
