/** A fenced block of Markdown, in a list too: what is in it is code. */
const BLOCK = /^( *)```[\s\S]*?^\1```$/gm

/** Changes what stands in the samples of a page, and nothing else. */
export const inSamples = (markdown: string, change: (sample: string) => string): string =>
  markdown.replaceAll(BLOCK, change)

/** Changes what stands around the samples of a page: `[x](y)` in one may be a call. */
export function aroundSamples(markdown: string, change: (text: string) => string): string {
  const samples = markdown.match(BLOCK) ?? []
  // The group of the indent stands between two parts.
  const texts = markdown.split(BLOCK).filter((_text, at) => at % 2 === 0)
  return texts.map((text, at) => change(text) + (samples[at] ?? '')).join('')
}
