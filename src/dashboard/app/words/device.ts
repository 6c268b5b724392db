/** `HeadlessChrome` and its like are what they are made of; Chrome's name stands in others', and comes last. */
const browsers = [
  ['Edge', /\bEdg\w*\/(\d+)/],
  ['Opera', /\bOPR\/(\d+)/],
  ['Firefox', /\b(?:Firefox|FxiOS)\/(\d+)/],
  ['Chrome', /Chrom(?:e|ium)\/(\d+)|\bCriOS\/(\d+)/],
  ['Safari', /\bVersion\/(\d+).*Safari/],
] as const
const systems = [
  ['iOS', /iPhone|iPad/],
  ['Android', /Android/],
  ['Windows', /Windows/],
  ['macOS', /Mac OS X|Macintosh/],
  ['ChromeOS', /CrOS/],
  ['Linux', /Linux/],
] as const

/** What a person calls the browser of a `User-Agent`: `Chrome 147, Linux`; another program, as it says. */
export function deviceOf(agent: string): string {
  for (const [name, pattern] of browsers) {
    const found = pattern.exec(agent)
    if (!found) continue
    const system = systems.find(([, of]) => of.test(agent))?.[0]
    return [`${name} ${found.slice(1).find(Boolean)}`, system].filter(Boolean).join(', ')
  }
  return agent
}
