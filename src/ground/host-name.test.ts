import assert from 'node:assert/strict'
import type { NetworkInterfaceInfo } from 'node:os'
import { test } from 'node:test'
import { loopback } from './host-name.ts'

const having = (...addresses: string[]) =>
  loopback(() => ({ lo: addresses.map((address) => ({ address }) as NetworkInterfaceInfo) }))

test('the loopback address is that of IPv4, of IPv6 where there is nothing else, and of IPv4 where no process may ask', () => {
  assert.equal(having('127.0.0.1', '::1'), '127.0.0.1')
  assert.equal(having('::1'), '::1')
  assert.equal(having(), '127.0.0.1')
  // As under systemd without AF_NETLINK.
  const refused = Object.assign(new Error('Unknown system error 97'), { syscall: 'uv_interface_addresses' })
  assert.equal(
    loopback(() => {
      throw refused
    }),
    '127.0.0.1',
  )
})
