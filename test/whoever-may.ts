import type { Endpoint } from '../src/http/endpoint.ts'
import type { Platform } from './platform.ts'
import { askAs, signIn } from './signed-in.ts'

/**
 * For tests that go through every operation: asks as whoever may. A company's operations by its token, those
 * of whoever is signed in as a person, those of the platform's operators as one.
 */
export async function openWhoeverMay(platform: Platform) {
  const [person, operator] = [await signIn(platform, 'owner'), await signIn(platform, 'operator')]
  return ({ scope }: Endpoint, method: string, path: string, body?: unknown) => {
    const [of] = [scope].flat()
    if (of!.startsWith('operator:')) return askAs(platform, operator, method, path, body)
    if (of!.startsWith('session:')) return askAs(platform, person, method, path, body)
    return platform.call(method, path, body)
  }
}

/** A stream is followed for as long as its reader stays; asked so, it ends with what there is. */
export const endsBySelf = (path: string) => (path === '/events/stream' ? `${path}?follow=false` : path)

/** What is named by no UUID in a path, in its form. */
const named: Record<string, string> = { event_id: '1', network_id: 'NOBODY', number: '1' }

/** The path with an id that nothing has in each place, or what has its form. */
export const pathOfNothing = ({ path }: Endpoint, id: () => string) =>
  path.replaceAll(/\{(\w+)\}/g, (_all, name: string) => named[name] ?? id())
