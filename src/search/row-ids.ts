/** Ids as places in a list: a range goes from above one to another, which is in it. */
import { LOWEST_ID } from '../ground/ids.ts'

/** At the last that there can be; `LOWEST_ID` is before the first. */
export const HIGHEST = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

const print = (value: bigint) =>
  value
    .toString(16)
    .padStart(32, '0')
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
const numberOf = (id: string) => BigInt(`0x${id.replaceAll('-', '')}`)

/** The place next to an id; the last ones have none beyond them. */
export const justBelow = (id: string) => (id === LOWEST_ID ? LOWEST_ID : print(numberOf(id) - 1n))
export const justAbove = (id: string) => (id === HIGHEST ? HIGHEST : print(numberOf(id) + 1n))

/** The least id of a time, in milliseconds since 1970. */
export const idOfTime = (ms: number) => print(BigInt(Math.max(0, Math.floor(ms))) << 80n)
