/**
 * Reads a stream into memory, `max` bytes at most; undefined where there is more: what sends it is not
 * trusted yet.
 */
export async function readBounded(
  stream: ReadableStream<Uint8Array> | null,
  max: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const chunks: Uint8Array[] = []
  let length = 0
  // A reader, because not every runtime can iterate a stream.
  const reader = stream?.getReader()
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true, value: undefined }
    if (done) break
    length += value.length
    if (length > max) {
      await reader?.cancel()
      return undefined
    }
    chunks.push(value)
  }
  return joinBytes(chunks)
}

export function joinBytes(parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}
