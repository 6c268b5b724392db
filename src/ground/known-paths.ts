import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Problem } from './errors.ts'

type KnownPath = { methods: Set<string>; matches: RegExp; parameters: number }

/**
 * The paths that a server serves and the methods of each, collected while routes are added: so that another
 * method on a known path is a 405 that names them, and OPTIONS is answered (RFC 9110 sections 9.3.7 and
 * 15.5.6).
 */
export type KnownPaths = {
  /** The `Allow` of the path that the request names; undefined where it names none of ours. */
  allow(request: FastifyRequest): string | undefined
  /**
   * The same where the request was routed to a parameter although its path is a fixed one, which has other
   * methods.
   */
  allowInPlaceOfParameter(request: FastifyRequest): string | undefined
}

/** Must be called before the routes are added. */
export function knownPaths(server: FastifyInstance): KnownPaths {
  const paths = new Map<string, KnownPath>()
  server.addHook('onRoute', ({ url, method }) => {
    // Whatever a path calls its parameter, it is the same path.
    const path = withoutSlash(url).replaceAll(/:\w+/g, ':')
    const known = paths.get(path) ?? { methods: new Set(), ...matcher(path) }
    for (const one of [method].flat()) known.methods.add(one)
    paths.set(path, known)
  })
  function pathOf({ url }: FastifyRequest): string {
    const search = url.indexOf('?')
    const path = search < 0 ? url : url.slice(0, search)
    return withoutSlash(path.includes('%') ? decodeURI(path) : path)
  }
  return {
    allow(request) {
      const path = pathOf(request)
      if (path === '*') return 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS'
      const fixed = paths.get(path)
      const found = fixed ?? closest([...paths.values()].filter(({ matches }) => matches.test(path)))
      return found && allowOf(found)
    },
    allowInPlaceOfParameter(request) {
      if (!request.routeOptions.url?.includes(':')) return undefined
      const fixed = paths.get(pathOf(request))
      return fixed && !fixed.methods.has(request.method) ? allowOf(fixed) : undefined
    },
  }
}

/** 405, as every server of ours says it. */
export const methodNotAllowed = (allow: string) =>
  new Problem('method_not_allowed', `This path takes ${allow}.`, { headers: { allow } })

const withoutSlash = (path: string) => (path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path)

const matcher = (path: string) => ({
  parameters: path.split(':').length - 1,
  matches: new RegExp(`^${path.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(':', '[^/]+')}$`),
})

const closest = (found: KnownPath[]) => found.sort((a, b) => a.parameters - b.parameters)[0]

const allowOf = ({ methods }: KnownPath) => [...new Set([...methods, 'OPTIONS'])].sort().join(', ')
