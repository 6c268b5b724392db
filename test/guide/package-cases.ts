/**
 * The samples of the packages' pages in TypeScript and Python define what their reader calls: here is how it
 * is called, and what it says. Each runs as one program with the samples of its page before it.
 */

/** A delivery as it came in, in `delivery.json`. */
const readDelivery = `
import { readFileSync as readFile } from 'node:fs'
const came = JSON.parse(readFile('delivery.json', 'utf8'))
const delivered = () => new Request('http://shop.example/', { method: 'POST', headers: came.headers, body: came.body })
`

export const packagePages = [
  {
    page: 'sdk/README.md',
    language: 'ts',
    calls: `${readDelivery}
await charge(process.env.CONTACT!, process.env.CARD!)
await follow(0, AbortSignal.abort('followed')).catch(console.log)
console.log((await receive(delivered())).status)
process.exit()`,
    prints: /tokenize[\s\S]*100\.5[\s\S]*followed[\s\S]*contacts\.created[\s\S]*\n204/,
  },
  {
    page: 'docs/webhooks.md',
    language: 'ts',
    calls: `${readDelivery}
for (const { id, type } of await eventsOf(delivered())) console.log(id, type)`,
    prints: /^\d+ contacts\.created$/m,
  },
  {
    page: 'sdk/python/README.md',
    language: 'python',
    calls: `
import json
came = json.load(open("delivery.json"))
charge(os.environ["CONTACT"], os.environ["CARD"])
print(receive(came["headers"], came["body"].encode()))`,
    prints: /tokenize[\s\S]*100\.50[\s\S]*contacts\.created[\s\S]*\n204/,
  },
] as const
