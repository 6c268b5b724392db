/**
 * A name that is one cell's own (of a series of clearing files, or a bank item's trace) as it is kept where a
 * company has taken it: two cells give out the same ones. It is kept behind the first cell's name and no
 * second one's, and loses that where it comes home.
 */
export function nameIn(name: string, { from, to }: { from: string; to: string }): string {
  const [own = '', home = from] = name.split('@')
  return home === to ? own : `${own}@${home}`
}
