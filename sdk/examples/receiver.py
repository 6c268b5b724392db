import base64, hashlib, hmac, json, os, sqlite3, time
from http.server import BaseHTTPRequestHandler, HTTPServer

SECRET = base64.b64decode(os.environ["JETPAY_SIGNING_SECRET"].removeprefix("whsec_"))
db = sqlite3.connect(os.environ["DATABASE_FILE"])
db.execute("create table if not exists shipments (debit_id text)")
db.execute("create table if not exists jetpay_events (last_event_id integer)")


def verify(headers, raw_body):
    """Raises unless the delivery is the platform's and recent. `raw_body` is bytes."""
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + raw_body
    expected = "v1," + base64.b64encode(hmac.new(SECRET, signed, hashlib.sha256).digest()).decode()
    if not any(hmac.compare_digest(expected, one) for one in headers.get("webhook-signature", "").split()):
        raise ValueError("not signed with this webhook's secret")
    if abs(time.time() - int(headers["webhook-timestamp"])) > 300:
        raise ValueError("too old; if it is not, set this machine's clock")


def handle_once(event):
    with db:  # One transaction: what you do about the event, and its id.
        db.execute("begin immediate")
        last = db.execute("select max(last_event_id) from jetpay_events").fetchone()[0]
        if event["id"] == 0 or last is not None and event["id"] <= last:
            return
        if last is not None and event["id"] > last + 1:
            raise LookupError(f"missing events: ask GET /events?after={last}")
        if event["type"] == "transactions.debits.paid":
            db.execute("insert into shipments values (?)", [event["data"]["transactionId"]])
        db.execute("delete from jetpay_events")
        db.execute("insert into jetpay_events values (?)", [event["id"]])


class Receiver(BaseHTTPRequestHandler):
    timeout = 15

    def do_POST(self):
        raw_body = self.rfile.read(min(int(self.headers["content-length"]), 2 * 1024 * 1024))
        try:
            verify(self.headers, raw_body)
        except (ValueError, TypeError):
            return self.answer(401)
        for event in json.loads(raw_body)["events"]:
            handle_once(event)
        self.answer(204)

    def answer(self, status):
        self.send_response(status)
        self.end_headers()


HTTPServer(("127.0.0.1", int(os.environ["PORT"])), Receiver).serve_forever()
