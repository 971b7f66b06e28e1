import dns from "node:dns";
import { BlockList, isIP, isIPv6, type LookupFunction } from "node:net";

/** Not on the public internet (IANA's special-purpose registries), so that nobody makes us knock at inner doors. */
const INNER_V4 = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
] as const;
/** Within 2000::/3, what leads to somewhere else: Teredo and its like, documentation, 6to4. */
const INNER_V6 = [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
] as const;

const inner = new BlockList();
for (const [net, prefix] of INNER_V4) inner.addSubnet(net, prefix, "ipv4");
for (const [net, prefix] of INNER_V6) inner.addSubnet(net, prefix, "ipv6");
/** All that is given to anybody; loopback, link-local, unique local and IPv4 in IPv6 are outside. */
const global = new BlockList();
global.addSubnet("2000::", 3, "ipv6");

/** Whether an IP address is one of the public internet; false for what is none. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !inner.check(address, "ipv4");
  return family === 6 && global.check(address, "ipv6") && !inner.check(address, "ipv6");
}

/** The host of an address as a name or an IP address without brackets. */
export function hostOf(url: string): string {
  return new URL(url).hostname.replace(/^\[|\]$/g, "");
}

export class InnerAddressError extends Error {
  readonly code = "address_not_public";
}

/**
 * Looks a name up for a connection, which goes to the very address that was looked at: a name that answers differently
 * the second time gains nothing. One inner address among several refuses all. An IP address in the URL never comes here.
 */
export const lookupPublic: LookupFunction = (hostname, options, callback) => {
  dns.lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, "", 4);
    const isRefused = addresses.length === 0 || addresses.some(({ address }) => !isPublicAddress(address));
    if (isRefused) return callback(new InnerAddressError(), "", 4);
    if (options.all) return callback(null, addresses);
    const [first] = addresses;
    callback(null, first?.address ?? "", isIPv6(first?.address ?? "") ? 6 : 4);
  });
};
