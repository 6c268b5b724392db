const MOVED = 'jetpay.moved'

let last: string | undefined

/**
 * Whether this path is one that the user has moved to: not the first, unless `moveTo` has led there, and not
 * the same again.
 */
export function arrived(pathname: string): boolean {
  const moved = last === undefined ? takeMoved() : last !== pathname
  last = pathname
  return moved
}

/**
 * Goes on to a page that is loaded anew (of whoever has signed in nothing from before stays in its memory):
 * to the user that is a move as any other, and the focus goes with them.
 */
export function moveTo(address: string): void {
  try {
    sessionStorage.setItem(MOVED, 'true')
  } catch {
    // Then its heading does not get the focus.
  }
  location.assign(address)
}

function takeMoved(): boolean {
  try {
    const moved = sessionStorage.getItem(MOVED) !== null
    sessionStorage.removeItem(MOVED)
    return moved
  } catch {
    return false
  }
}
