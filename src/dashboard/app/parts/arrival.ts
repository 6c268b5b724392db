let last: string | undefined

/** Whether this path is one that the user has moved to: not the first, and not the same again. */
export function arrived(pathname: string): boolean {
  const moved = last !== undefined && last !== pathname
  last = pathname
  return moved
}
