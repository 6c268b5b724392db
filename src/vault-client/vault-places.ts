/**
 * The vaults that may be asked, each with its connection while there is one, and whether it is well. One that
 * says that it cannot send charges now or is about to stop, or that says nothing for two seconds, is asked
 * only where there is no other.
 */
import type { VaultWay } from '../ground/vault-door.ts'
import { questions } from '../ground/vault-protocol.ts'
import { type NotAsked, OtherRelease, openVaultConnection } from './vault-connection.ts'

/** How often each of several vaults is asked whether it is well, and how long it may take to say so. */
const LOOK_MS = 1_000
const SILENT_MS = 2_000
/** One that could not be reached, or has said goodbye, is left alone for so long while others are there. */
const LEFT_ALONE_MS = 500

export type Place = {
  way: VaultWay
  connection: ReturnType<typeof openVaultConnection> | null
  /** It is asked only where nobody else is there. */
  doubted: boolean
  leftAloneUntil: number
  lookedAt: number | null
}

export function openVaultPlaces(
  ways: readonly VaultWay[],
  on: {
    timeoutMs: number
    /** Questions can be sent to somebody, or nobody is left whom they could be sent to. */
    room(): void
    /** Nobody is there any more: what the last one failed by. */
    nobody(failure: NotAsked): void
    otherRelease(error: Error, name: string): void
    nextId(): number
  },
) {
  const places: Place[] = ways.map((way) => ({
    way,
    connection: null,
    doubted: false,
    leftAloneUntil: 0,
    lookedAt: null,
  }))
  /** Those that were told to leave answer still. */
  const living = new Set<NonNullable<Place['connection']>>()
  const several = places.length > 1
  const looking = several ? setInterval(() => places.forEach(look), LOOK_MS).unref() : undefined
  let turn = 0

  function begin(place: Place): void {
    const socket = place.way.connect()
    const connection = openVaultConnection(socket, {
      timeoutMs: on.timeoutMs,
      onRoom() {
        if (several && place.lookedAt === null) look(place)
        on.room()
      },
      onGone(failure) {
        if (place.connection !== connection) return
        place.connection = null
        place.leftAloneUntil = performance.now() + LEFT_ALONE_MS
        if (failure instanceof OtherRelease) on.otherRelease(failure, place.way.name)
        if (failure && !places.some((other) => other.connection)) on.nobody(failure)
        else on.room()
      },
    })
    place.connection = connection
    place.doubted = false
    place.lookedAt = null
    living.add(connection)
    socket.once('close', () => living.delete(connection))
  }

  /** Asks whether it is well; what it says counts until it is asked again. */
  function look(place: Place): void {
    const { connection, lookedAt } = place
    if (lookedAt !== null && performance.now() - lookedAt > SILENT_MS) place.doubted = true
    if (!connection || lookedAt !== null || connection.room() === 0) return
    place.lookedAt = performance.now()
    const hear = (doubted: boolean) => {
      if (place.connection !== connection) return
      place.lookedAt = null
      place.doubted = doubted
    }
    connection.send([
      {
        id: on.nextId(),
        kind: questions.ready.kind,
        text: () => '{}',
        dueAt: 0,
        resolve(answer) {
          const said = questions.ready.answer.safeParse(answer)
          hear(!said.success || !said.data.ready || said.data.stopping === true)
        },
        reject: () => hear(true),
      },
    ])
  }

  return {
    count: places.length,
    /**
     * Those that can be asked now, the well ones first, in turn. Begins connections to those that have none.
     * Empty where it is to be waited for.
     */
    able(): Place[] {
      const someone = places.some(({ connection }) => connection)
      const now = performance.now()
      for (const place of places)
        if (!place.connection && (!someone || now >= place.leftAloneUntil)) begin(place)
      const open = places.filter(({ connection }) => connection && connection.room() > 0)
      const well = open.filter(({ doubted }) => !doubted)
      if (well.length === 0 && places.some(({ connection }) => connection?.isConnecting())) return []
      turn += 1
      const rotated = (some: Place[]) =>
        some.map((_, at) => some[(at + turn) % some.length]).filter((place) => place !== undefined)
      return [...rotated(well), ...rotated(open.filter(({ doubted }) => doubted))]
    },
    /** Whether anybody but these is there, or may be in a moment. */
    isThereBeside: (avoided: ReadonlySet<Place>) =>
      places.some((place) => place.connection && !avoided.has(place)),
    close(): void {
      clearInterval(looking)
      for (const connection of living) connection.close()
    },
  }
}
