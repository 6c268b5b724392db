/**
 * Bank files put together by the positions that are published, without our own code, and taken apart again.
 */
import type { EftItem, EftPart } from '../src/rails/eft/eft-item.ts'

/** Text at positions (from 1, as the guides count) on a blank line with its line end. */
export function line(length: number, at: Record<number, string>): string {
  const characters = Array.from({ length }, () => ' ')
  for (const [from, text] of Object.entries(at))
    for (const [offset, character] of [...text].entries()) characters[Number(from) - 1 + offset] = character
  return `${characters.join('')}\r\n`
}

export async function bytesOf(chunks: AsyncIterable<Buffer>): Promise<string> {
  const all: Buffer[] = []
  for await (const chunk of chunks) all.push(chunk)
  return Buffer.concat(all).toString('latin1')
}

export async function* chunked(text: string) {
  yield Buffer.from(text, 'latin1')
}

export async function itemsOf(parts: AsyncIterable<EftPart>): Promise<EftItem[]> {
  const items: EftItem[] = []
  for await (const part of parts) if (part.kind === 'item') items.push(part.item)
  return items
}
