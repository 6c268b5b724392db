import { type LookupAddress, lookup } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import type { Config, Environment } from '../ground/config.ts'

// The special-purpose registries of IANA (RFC 6890): private, loopback, link-local, shared, documentation,
// multicast. 169.254.169.254 and 100.100.100.200 are the clouds' metadata services and lie inside;
// 168.63.129.16 is Azure's own.
const notPublic4 = new BlockList()
for (const [net, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
  ['168.63.129.16', 32],
] as const)
  notPublic4.addSubnet(net, prefix)

// All but global unicast (2000::/3), which also covers IPv4-mapped and NAT64 addresses, and within it the
// tunnels that carry an IPv4 address (Teredo, 6to4) and documentation.
const notPublic6 = new BlockList()
for (const [net, prefix] of [
  ['::', 3],
  ['4000::', 2],
  ['8000::', 1],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  notPublic6.addSubnet(net, prefix, 'ipv6')

/** Whether an IP address is one of the public internet: what a webhook may be delivered to by itself. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address)
  if (family === 4) return !notPublic4.check(address)
  return family === 6 && !notPublic6.check(address, 'ipv6')
}

/** A name that resolves to an address that we do not deliver to (OWASP: server-side request forgery). */
export class AddressRefused extends Error {
  readonly code = 'ADDRESS_REFUSED'
}

/** Where webhooks may go in this installation: one rule for saving, testing and delivering. */
export type AddressRule = {
  environment: Environment
  /** Whether an IP address may be connected to. */
  allows(address: string): boolean
  /**
   * `dns.lookup` that refuses a name when any of its addresses is not allowed. Handed to the socket itself,
   * so that the address that was checked is the one that is connected to, whatever the name resolves to a
   * moment later.
   */
  lookup: LookupFunction
}

/** Public addresses, the networks that the operator allows, and in the demo this machine. */
export function addressRule(
  config: Pick<Config, 'environment'> & Partial<Pick<Config, 'webhookAllowedNetworks'>>,
): AddressRule {
  const { environment, webhookAllowedNetworks = [] } = config
  const inside = new BlockList()
  const familyOf = (address: string) => (isIP(address) === 6 ? 'ipv6' : 'ipv4')
  for (const { address, prefix } of webhookAllowedNetworks)
    inside.addSubnet(address, prefix, familyOf(address))
  if (environment === 'demo') {
    inside.addSubnet('127.0.0.0', 8)
    inside.addAddress('::1', 'ipv6')
  }
  const allows = (address: string) => isPublicAddress(address) || inside.check(address, familyOf(address))
  const checked: LookupFunction = (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      if (error) return callback(error, [])
      const first = addresses[0]
      if (!first || !addresses.every(({ address }) => allows(address))) {
        return callback(new AddressRefused(`${hostname} does not resolve to a public address`), [])
      }
      if (options.all) return callback(null, addresses)
      callback(null, first.address, first.family)
    })
  }
  return { environment, allows, lookup: checked }
}
