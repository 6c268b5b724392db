/** A file of the API, saved by the browser: asked for as every request is, so that its company is named. */
import { problemOf } from './ask.ts'
import { AskError, unreached } from './problem.ts'

/** Asks for the file and has the browser save it under its name. Throws an `AskError`. */
export async function download(path: string, company: string | null, fallbackName: string): Promise<void> {
  const headers: Record<string, string> = company === null ? {} : { 'jetpay-company': company }
  const response = await fetch(path, { headers, credentials: 'same-origin' }).catch((error) => {
    throw unreached(error)
  })
  if (!response.ok) throw new AskError(problemOf(response, await response.text()))
  const address = URL.createObjectURL(await response.blob())
  const link = document.createElement('a')
  link.href = address
  link.download =
    /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1] ?? fallbackName
  link.click()
  // Once the browser has begun with it.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
