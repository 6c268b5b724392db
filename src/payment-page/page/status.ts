/** Asks how a payment goes, until it has ended. */

type Status = { state: string; card: 'waiting' | 'ended' | null }

/** Quickly at first, as a card takes a second or two; then patiently, for a network that stays silent. */
const pauseMs = (asked: number) => (asked < 10 ? 1_000 : 3_000)
/**
 * About three minutes, which is longer than an unknown charge takes to be reversed. After them people are
 * told to come back.
 */
const ASKED_MAX = 65

/** Asks until `over`. `slow` is called once, when it is given up. */
export async function follow(
  path: string,
  query: string,
  over: (status: Status) => boolean,
  slow: () => void,
) {
  for (let asked = 0; asked < ASKED_MAX; asked++) {
    await new Promise((resolve) => setTimeout(resolve, pauseMs(asked)))
    const status = await ask(path, query)
    if (status && over(status)) return location.reload()
  }
  slow()
}

/** Null when it could not be asked this time. */
async function ask(path: string, query: string): Promise<Status | null> {
  try {
    const response = await fetch(`${path}/status${query}`, {
      cache: 'no-store',
      credentials: 'omit',
      signal: AbortSignal.timeout(10_000),
    })
    return response.ok ? ((await response.json()) as Status) : null
  } catch {
    return null
  }
}
