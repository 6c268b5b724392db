/** What the program's statement (`cells/foreign-name.ts`) is held to. */
export function nameIn(name: string, { from, to }: { from: string; to: string }): string {
  const [own = '', home = from] = name.split('@')
  return home === to ? own : `${own}@${home}`
}
