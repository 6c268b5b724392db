import { type NetworkInterfaceInfo, networkInterfaces } from 'node:os'

/**
 * A host as a URL has it: IPv6 addresses in brackets (RFC 3986 section 3.2.2). Who listens on every address
 * is reached as localhost.
 */
export function hostName(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost'
  return host.includes(':') ? `[${host}]` : host
}

/**
 * The loopback address of this machine: `127.0.0.1`, or `::1` where it has IPv6 alone. Under systemd's
 * RestrictAddressFamilies without AF_NETLINK (deploy/systemd) no process may ask, and it is the first.
 */
export function loopback(ask: typeof networkInterfaces = networkInterfaces): string {
  let own: NetworkInterfaceInfo[] = []
  try {
    own = Object.values(ask()).flatMap((addresses) => addresses ?? [])
  } catch (error) {
    if ((error as { syscall?: string }).syscall !== 'uv_interface_addresses') throw error
  }
  const has = (wanted: string) => own.some(({ address }) => address === wanted)
  return !has('127.0.0.1') && has('::1') ? '::1' : '127.0.0.1'
}
