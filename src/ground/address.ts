import { normalizeIP } from '@fastify/rate-limit'
import type { FastifyRequest } from 'fastify'

/**
 * Whose a request is by its address, as the trusted proxies tell it: IPv4 as it is, IPv6 by /64, because that
 * is what one subscriber is given and all of it is theirs (RFC 6177).
 */
export const addressOf = ({ ip }: FastifyRequest): string => normalizeIP(ip)
