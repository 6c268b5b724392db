import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { BlockList, isIPv6 } from 'node:net'
import { isUuid, newId } from './ids.ts'
import type { Network } from './settings/readers.ts'

/**
 * The id that a header names: a UUID, or one without hyphens (nginx's `$request_id`), in the form that our
 * own have. Anything else is none: what is logged and stored stays an id.
 */
export function givenRequestId({ 'x-request-id': given }: IncomingHttpHeaders): string | undefined {
  if (typeof given !== 'string' || given.length > 36) return undefined
  const id = /^[0-9a-f]{32}$/i.test(given)
    ? given.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
    : given
  return isUuid(id) ? id.toLowerCase() : undefined
}

/**
 * How a server names its requests. A trusted proxy's `X-Request-Id` is taken, so that its log and ours tell
 * of the same request; from anybody else it is not, or a stranger could give many requests one name.
 */
export function requestIds(trustedProxies: readonly Network[]): (raw: IncomingMessage) => string {
  if (trustedProxies.length === 0) return () => newId()
  const trusted = new BlockList()
  for (const { address, prefix } of trustedProxies)
    trusted.addSubnet(address, prefix, isIPv6(address) ? 'ipv6' : 'ipv4')
  return ({ socket: { remoteAddress: from }, headers }) => {
    const given = givenRequestId(headers)
    if (given === undefined || from === undefined) return newId()
    return trusted.check(from, isIPv6(from) ? 'ipv6' : 'ipv4') ? given : newId()
  }
}
