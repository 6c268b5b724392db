/**
 * What of a form is other than it was when it was opened, as the body of a change: what its user left alone
 * may have been changed by another person meanwhile, and stays theirs.
 */
export function changesOf<Body extends object>(before: Body, now: Body): Partial<Body> | undefined {
  const changed = Object.entries(now).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name as keyof Body]),
  )
  return changed.length === 0 ? undefined : (Object.fromEntries(changed) as Partial<Body>)
}
