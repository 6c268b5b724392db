import { OperatorError } from './errors.ts'

/** What stands before the hosts, the hosts with their ports, and what stands after them. */
const PARTS = /^(postgres(?:ql)?:\/\/(?:[^@/?#]*@)?)([^/?#]*)(.*)$/

/**
 * Whether a pooler is between us and the server that gives a connection to one transaction after the other,
 * as pgbouncer does with `pool_mode = transaction`.
 */
export const isPooled = (url: string): boolean => /[?&]pooler=transaction(&|#|$)/.test(url)

/**
 * The address of each host that an address of a database names, as libpq has them:
 * `postgres://user@a:5432,b:5432/jetpay?target_session_attrs=read-write`. All of ours write, so nothing else
 * may be asked for than the host that takes writes. Throws an OperatorError where something is.
 */
export function addressesOf(url: string): [string, ...string[]] {
  const [, before = '', hosts = '', after = ''] = PARTS.exec(url) ?? []
  const wanted = /[?&]target_session_attrs=([^&#]*)/.exec(after)?.[1]
  if (wanted !== undefined && wanted !== 'read-write' && wanted !== 'primary')
    throw new OperatorError(
      `A database’s address has target_session_attrs=${wanted}; Jetpay writes, so leave it out or set it to read-write.`,
    )
  const [first = '', ...others] = hosts.split(',')
  if (others.length === 0) return [url]
  return [`${before}${first}${after}`, ...others.map((host) => `${before}${host}${after}`)]
}
