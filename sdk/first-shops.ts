/**
 * The same small shop in TypeScript and in Python, as whoever begins would write it: it is told of events by
 * webhook, charges a saved card, and looks up what it did. `runtimes.nightly.test.ts` runs it where people
 * do.
 */

/** What a shop is told: where the platform is, and what it may charge. */
export type Settings = {
  url: string
  token: string
  account: string
  contact: string
  card: string
  /** Where its own webhook is heard. */
  callback: string
}

/** What every shop has to have come to in the end. */
export const expected = {
  amount: '100.50',
  state: 'paid',
  listed: true,
  refused: ['amount'],
  heard: 'transactions.debits.paid',
  forged: 401,
}

/** `shop.ts`, and as `shop.cts` the same in CommonJS. Of no runtime: it has `Request` and `Response`. */
export const shopSource = `
import { isJetpayError, type Jetpay, openJetpay } from '@jetpay/node'
import { statusFor, verifyDelivery } from '@jetpay/node/webhooks'

export type Settings = { url: string; token: string; account: string; contact: string; card: string; callback: string }

export function openShop(settings: Settings) {
  const jetpay: Jetpay = openJetpay({ baseUrl: settings.url, token: settings.token })
  const charge = (amount: string) =>
    jetpay.chargeContactCreditCard({
      contact_id: settings.contact,
      credit_card_id: settings.card,
      amount,
      to_bank_account_id: settings.account,
      statement: 'First shop',
    })
  let audience = ''
  const paid: string[] = []
  const heard: { type: string; id: unknown }[] = []
  return {
    async receive(request: Request): Promise<Response> {
      try {
        const { events } = await verifyDelivery(request, {
          jwksUrl: settings.url + '/.well-known/jwks.json',
          audience,
        })
        for (const { type, data } of events) heard.push({ type, id: 'transactionId' in data && data.transactionId })
        return new Response(null, { status: 204 })
      } catch (error) {
        return new Response(null, { status: statusFor(error) })
      }
    },
    async buy() {
      const { identifier } = await jetpay.createWebhook({ callback_url: settings.callback, max_wait_seconds: 0 })
      audience = identifier
      const debit = await charge('100.50')
      paid.push(debit.debit_id)
      let listed = false
      for await (const one of jetpay.listTransactions({ contact_id: settings.contact, limit: 1 }))
        listed ||= one.identifier === debit.debit_id
      const refused: string[] = []
      try {
        await charge('1.005')
      } catch (error) {
        if (!isJetpayError(error, 'validation_failed')) throw error
        refused.push(...error.errors.map(({ path }) => path))
      }
      const forged = await this.receive(
        new Request('http://shop.example/', { method: 'POST', headers: { authorization: 'Bearer a.b.c' }, body: '{}' }),
      )
      return { amount: debit.amount.toFixed(2), state: debit.transaction_state, listed, refused, forged: forged.status }
    },
    /** The type of event that said that its debit was paid, once one has. */
    heard: () => heard.find(({ type, id }) => type === 'transactions.debits.paid' && paid.includes(String(id)))?.type,
  }
}
`

/** A server as Node, Deno and Bun all have it. \`main.js\`; it prints what it came to, and ends. */
export const serverSource = `
import { createServer } from 'node:http'
import process from 'node:process'
import { openShop } from './shop.js'

const settings = JSON.parse(process.argv[2])
const heard = Promise.withResolvers()
const server = createServer(async (request, response) => {
  const chunks = []
  for await (const chunk of request) chunks.push(chunk)
  const { method, headers } = request
  const { status } = await shop.receive(new Request(settings.callback, { method, headers, body: Buffer.concat(chunks) }))
  response.writeHead(status).end()
  if (shop.heard()) heard.resolve(shop.heard())
})
let shop
server.listen(0, '127.0.0.1', async () => {
  settings.callback += ':' + server.address().port + '/'
  shop = openShop(settings)
  const bought = await shop.buy()
  console.log(JSON.stringify({ ...bought, heard: await heard.promise }))
  process.exit(0)
})
`

/** A worker at an edge: it has no server of its own, and no Node. */
export const workerSource = `
import { openShop } from './shop.js'

let shop
export default {
  async fetch(request, { SETTINGS }) {
    shop ??= openShop(SETTINGS)
    const { pathname } = new URL(request.url)
    if (pathname === '/buy') return Response.json(await shop.buy())
    if (pathname === '/heard') return Response.json({ heard: shop.heard() ?? null })
    return shop.receive(request)
  },
}
`

/** What workerd is told of it. */
export const workerConfig = (settings: Settings, port: number) => `
using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "shop", worker = .shop),
    (name = "internet", network = (allow = ["public", "private"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "shop")],
);
const shop :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed "bundle/worker.js")],
  compatibilityDate = "2026-11-01",
  bindings = [(name = "SETTINGS", json = ${JSON.stringify(JSON.stringify(settings))})],
);
`

export const pythonSource = `
import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from jetpay import DeliveryError, Jetpay, JetpayError, Keys, verify_delivery

settings: dict[str, str] = json.loads(sys.argv[1])
jetpay = Jetpay(settings["url"], settings["token"])
keys = Keys(settings["url"] + "/.well-known/jwks.json")
audience = ""
heard: list[tuple[str, object]] = []
came = threading.Condition()


def receive(headers: dict[str, str], body: bytes) -> int:
    try:
        delivery = verify_delivery(headers, body, keys=keys, audience=audience)
    except DeliveryError as error:
        return error.status
    with came:
        heard.extend((event["type"], event["data"].get("transactionId")) for event in delivery["events"])
        came.notify_all()
    return 204


class Shop(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.send_response(receive(dict(self.headers.items()), body))
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


def charge(amount: str) -> tuple[str, str, str]:
    debit = jetpay.charge_contact_credit_card(
        contact_id=settings["contact"],
        credit_card_id=settings["card"],
        amount=amount,
        to_bank_account_id=settings["account"],
        statement="First shop",
    )
    return debit["debit_id"], f"{debit['amount']:.2f}", debit["transaction_state"]


server = ThreadingHTTPServer(("127.0.0.1", 0), Shop)
threading.Thread(target=server.serve_forever, daemon=True).start()
webhook = jetpay.create_webhook(callback_url=f"{settings['callback']}:{server.server_port}/", max_wait_seconds=0)
audience = webhook["identifier"]
debit_id, paid, state = charge("100.50")
listed = any(
    one["identifier"] == debit_id for one in jetpay.all_transactions(contact_id=settings["contact"], limit=1)
)
refused: list[str] = []
try:
    charge("1.005")
except JetpayError as error:
    if error.code != "validation_failed":
        raise
    refused = [one["path"] for one in error.errors]
forged = receive({"authorization": "Bearer a.b.c"}, b"{}")
with came:
    came.wait_for(lambda: ("transactions.debits.paid", debit_id) in heard)
print(json.dumps({
    "amount": paid, "state": state, "listed": listed, "refused": refused, "forged": forged,
    "heard": "transactions.debits.paid",
}))
`
