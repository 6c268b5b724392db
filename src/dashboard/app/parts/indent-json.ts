/** A text in quotes, a sign, or a run of anything else. */
const TOKENS = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g

/** JSON on lines of its own, with every value as it is written: `1.50` stays `1.50`. */
export function indentJson(text: string): string {
  const tokens = text.match(TOKENS) ?? []
  let depth = 0
  let out = ''
  const line = () => `\n${'  '.repeat(depth)}`
  for (const [at, token] of tokens.entries()) {
    const before = tokens[at - 1] ?? ''
    if (token === '}' || token === ']') {
      depth--
      out += '{['.includes(before) ? token : line() + token
    } else if (token === ',') out += ','
    else if (token === ':') out += ': '
    else {
      if (before === ',' || (before !== '' && '{['.includes(before))) out += line()
      out += token
      if (token === '{' || token === '[') depth++
    }
  }
  return out
}
