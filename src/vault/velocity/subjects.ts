/** By what attempts to save a card are counted. */
import { normalizeIP } from '@fastify/rate-limit'
import { lockedScopes as scopes } from '../../ground/card-log-entry.ts'
import type { VaultKeys } from '../keys.ts'

export { scopes }
export type Scope = (typeof scopes)[number]
/** A visitor is an address at a company: whose approvals account for whose declines. */
export type Subjects = Record<Scope | 'visitor', string>

const IPV6_PREFIX = 48
const IPV6_ADDRESS = 64

/** The addresses beside it: an IPv4 /24; of IPv6, whose /64 is one address here, a /48. */
function prefixOf(ip: string): string {
  const address = normalizeIP(ip, IPV6_PREFIX)
  return address.includes(':') ? address : address.slice(0, address.lastIndexOf('.'))
}

/** Of whoever looks at a page, of whom no card is known yet. */
export function visitorSubjects(companyId: string, ip: string) {
  const address = normalizeIP(ip, IPV6_ADDRESS)
  return {
    company: `company:${companyId}`,
    visitor: `visitor:${companyId} ${address}`,
    address: `address:${address}`,
    prefix: `prefix:${prefixOf(ip)}`,
  }
}

/** Digits that say who has issued a card (ISO/IEC 7812): what may be kept of a number in the clear. */
const binOf = (number: string) => number.slice(0, number.length < 16 ? 6 : 8)

/** `card` is a keyed hash of the number, the same at every company. */
export function subjectsOf(keys: VaultKeys, companyId: string, ip: string, number: string): Subjects {
  const [{ mac }] = keys.numberMacs('every company', number)
  return {
    ...visitorSubjects(companyId, ip),
    card: `card:${mac}`,
    bin: `bin:${binOf(number)}`,
  }
}
