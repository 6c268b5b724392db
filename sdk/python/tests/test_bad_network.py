"""The client at a server that answers badly, and deliveries that are not the platform's; `client.test.ts` makes those."""

import email.utils
import json
import os
import threading
import time
import unittest
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from jetpay import DeliveryError, Jetpay, JetpayError, Keys, verify_delivery, verify_standard_webhook

stage = json.loads(os.environ["JETPAY_STAGE"])
CONTACT = {"email": "zoe@example.com", "name": "Zoë 日本 🍁"}


class Served:
    """A server that answers the first request as the first says, and so on; as the last from there on."""

    def __init__(self, *answers):
        self.asked = []
        served = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self):
                body = self.rfile.read(int(self.headers.get("content-length", 0)))
                served.asked.append({"url": self.path, "key": self.headers["idempotency-key"], "body": body})
                status, headers, sent = answers[min(len(served.asked), len(answers)) - 1]
                self.send_response(status)
                self.close_connection = True
                for name, value in {"content-length": str(len(sent)), "connection": "close", **headers}.items():
                    if value is not None:
                        self.send_header(name, value)
                self.end_headers()
                self.wfile.write(sent)

            do_GET = do_POST = do_PUT = do_DELETE = answer

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()

    def client(self, base="", **options):
        return Jetpay(self.url + base, "jp_x", **options)

    def keys(self):
        return {one["key"] for one in self.asked}


def told(body, status=200, **headers):
    return status, {"content-type": "application/json; charset=utf-8", **headers}, json.dumps(body).encode()


def problem(code, status, **headers):
    sent = {"content-type": "application/problem+json", **{name.replace("_", "-"): one for name, one in headers.items()}}
    return status, sent, json.dumps({"code": code, "detail": "Wait."}).encode()


def html(status, **headers):
    return status, {"content-type": "text/html", **headers}, b"<h1>Proxy</h1>"


class BadNetwork(unittest.TestCase):
    def failed(self, call, *arguments, **fields):
        with self.assertRaises(JetpayError) as caught:
            call(*arguments, **fields)
        return caught.exception

    def test_an_answer_that_is_cut_in_its_middle_is_none_and_is_asked_for_again_under_the_same_key(self):
        part = b'{"identifier": "a'
        for broken in (
            (200, {"content-type": "application/json", "content-length": "500"}, part),
            (200, {"content-type": "application/json", "content-length": None, "transfer-encoding": "chunked"}, b"11\r\n" + part),
            (200, {"content-type": "application/json"}, part),
            (503, {"content-type": "application/problem+json"}, b'{"code": "serv'),
        ):
            with Served(broken, told({"identifier": "whole"})) as served:
                self.assertEqual(served.client().create_contact(**CONTACT)["identifier"], "whole")
                self.assertEqual((len(served.asked), len(served.keys())), (2, 1))
                self.assertEqual(served.asked[0]["body"], served.asked[1]["body"])
                self.assertEqual(json.loads(served.asked[0]["body"]), CONTACT)
        short = (200, {"content-type": "text/csv", "content-length": "500"}, b"a,b\r\n")
        with Served(short, (200, {"content-type": "text/csv"}, b"a,b\r\n1,2\r\n")) as served:
            self.assertEqual(served.client().export_payout(identifier="p"), b"a,b\r\n1,2\r\n")

    def test_a_page_of_a_proxy_is_told_as_one_and_gets_no_second_try_unless_it_says_that_it_failed(self):
        with Served(html(200)) as served:
            for call in (served.client().get_company, lambda: served.client().export_payout(identifier="p")):
                error = self.failed(call)
                self.assertEqual((error.code, error.status), ("unreadable", 200))
                self.assertRegex(str(error), "text/html.*base_url")
            self.assertEqual(len(served.asked), 2)
        for status in (403, 404, 500):
            with Served(html(status)) as served:
                self.assertEqual(self.failed(served.client().create_contact, **CONTACT).code, "unreadable")
                self.assertEqual(len(served.asked), 1)
        with Served(html(502), told({"identifier": "there"})) as served:
            self.assertEqual(served.client().create_contact(**CONTACT)["identifier"], "there")
            self.assertEqual(len(served.keys()), 1)

    def test_a_token_does_not_follow_a_redirect(self):
        with Served(told({})) as elsewhere, Served(html(301, location=elsewhere.url)) as served:
            error = self.failed(served.client().get_company)
            self.assertEqual((error.code, error.status, len(served.asked), len(elsewhere.asked)), ("unreadable", 301, 1, 0))

    def test_a_storm_of_503_ends_after_so_many_tries_all_under_one_key(self):
        with Served(problem("service_unavailable", 503)) as served:
            error = self.failed(served.client(tries_max=3).create_contact, **CONTACT)
            self.assertEqual((error.code, len(served.asked)), ("service_unavailable", 3))
            self.assertEqual(served.keys(), {error.idempotency_key})

    def test_retry_after_is_believed_as_seconds_and_as_a_date(self):
        def date(seconds):
            return email.utils.formatdate(time.time() + seconds, usegmt=True)

        for after, tries in (("3600", 1), (date(60), 1), ("0", 2), (date(-60), 2), ("soon", 2), ("²", 2)):
            after = after.encode().decode("latin-1")
            with Served(problem("rate_limited", 429, retry_after=after), told({})) as served:
                try:
                    served.client(trying_max=2).get_company()
                except JetpayError as error:
                    self.assertEqual(error.code, "rate_limited")
                self.assertEqual(len(served.asked), tries, after)

    def test_what_cannot_be_written_is_said_at_once_and_nothing_is_sent(self):
        with Served(told({})) as served:
            jetpay = served.client()
            for call in (
                lambda: jetpay.create_contact(**CONTACT, metadata={"a": object()}),
                lambda: jetpay.create_contact(**CONTACT, metadata={"a": float("nan")}),
                lambda: jetpay.create_contact(**CONTACT, idempotency_key="clé – 1"),
                lambda: Jetpay(served.url, "two\nlines").get_company(),
            ):
                self.assertEqual(self.failed(call).code, "unwritable")
            # `DELETE /contact/x/bank_accounts/..` would be `DELETE /contact/x/` to whoever tidies it up.
            for wrong in ("..", ".", ""):
                error = self.failed(jetpay.delete_contact_bank_account, contact_id="x", bank_account_id=wrong)
                self.assertEqual(error.code, "missing_field")
            self.assertEqual(served.asked, [])

    def test_text_of_every_script_and_amounts_arrive_as_they_were_given(self):
        with Served(told({"data": [], "next_cursor": None})) as served:
            served.client("/pay/").list_contacts(name="Zoë & 日本 🍁")
            self.assertEqual(
                served.asked[0]["url"], "/pay/contact?name=Zo%C3%AB+%26+%E6%97%A5%E6%9C%AC+%F0%9F%8D%81"
            )
            for amount in ("100.10", Decimal("100.10"), 100):
                served.client().create_debit(amount=amount, statement="x", to_bank_account="b", contact_id="c")
            sent = [json.loads(one["body"])["amount"] for one in served.asked[1:]]
            self.assertEqual(sent, ["100.10", "100.10", 100])

    def test_silence_in_the_middle_of_an_answer_ends_with_the_time_of_the_try(self):
        stop = threading.Event()

        class Stalls(BaseHTTPRequestHandler):
            def do_GET(self):
                self.wfile.write(b'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{')
                stop.wait()

            def log_message(self, *_):
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Stalls)
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        try:
            jetpay = Jetpay(f"http://127.0.0.1:{server.server_port}", "jp_x", timeout=0.05, tries_max=1)
            self.assertEqual(self.failed(jetpay.get_company).code, "no_answer")
        finally:
            stop.set()
            server.shutdown()
            server.server_close()


class Forged(unittest.TestCase):
    """Tokens of keys that the test made; `keys` of `published` are at the address that is asked for them."""

    body = stage["body"].encode()

    def verify(self, token, keys, body=None):
        return verify_delivery({"Authorization": f"Bearer {token}"}, body or self.body, keys=keys, audience="us")

    def refused(self, code, token, keys, body=None):
        with self.assertRaises(DeliveryError) as caught:
            self.verify(token, keys, body)
        self.assertEqual(caught.exception.code, code)
        return caught.exception

    def test_each_wrong_claim_algorithm_and_form_has_its_code(self):
        with Served(told({"keys": stage["published"]})) as served:
            keys = Keys(served.url)
            self.assertEqual(self.verify(stage["tokens"]["right"], keys)["webhookId"], 7)
            rewritten = json.dumps(json.loads(self.body)).encode()
            self.assertNotEqual(rewritten, self.body)
            self.refused("body_changed", stage["tokens"]["right"], keys, rewritten)
            for code in ("expired", "issued_in_future", "wrong_audience", "wrong_issuer"):
                self.refused(code, stage["tokens"][code], keys)
            for name in ("none", "hs256"):
                self.refused("bad_signature", stage["tokens"][name], keys)
            head, claims, signature = stage["tokens"]["right"].split(".")
            for broken in ("", "a", "a.b", f"{head}.{claims}.!!", f"{head}.{claims}.é", f"W10.W10.{signature}", "." * 9):
                self.refused("malformed_token", broken, keys)
            self.refused("bad_signature", f"{head}.{claims}.", keys)

    def test_a_new_key_is_fetched_once_when_it_first_signs_and_unknown_ones_do_not_make_it_ask_without_end(self):
        old, new = {"keys": stage["published"]}, {"keys": stage["published"] + stage["rotated"]}
        with Served(told(old), told(new)) as served:
            keys = Keys(served.url)
            self.verify(stage["tokens"]["right"], keys)
            for _ in range(20):
                self.refused("unknown_key", stage["tokens"]["rotated"], keys)
            self.assertEqual(len(served.asked), 1, "it was asked a moment ago")
            keys._fetched -= 11
            self.verify(stage["tokens"]["rotated"], keys)
            self.verify(stage["tokens"]["right"], keys)
            self.assertEqual(len(served.asked), 2)

    def test_keys_that_cannot_be_had_are_a_503_and_are_not_asked_for_by_every_delivery(self):
        for answer in (
            html(200),
            html(500),
            told({"keys": 1}),
            told({"keys": [{"kty": "RSA"}]}),
            told([]),
            (200, {"content-length": "500"}, b'{"keys"'),
        ):
            with Served(answer) as served:
                keys = Keys(served.url)
                for _ in range(10):
                    error = self.refused("keys_unavailable", stage["tokens"]["right"], keys)
                    self.assertEqual(error.status, 503)
                self.assertEqual(len(served.asked), 1, answer)

    def test_the_standard_headers_are_held_to_secret_time_and_form(self):
        headers, secret, other = stage["standard"], stage["secret"], stage["other_secret"]
        for good in (secret, [other, secret]):
            self.assertEqual(verify_standard_webhook(headers, self.body, secret=good)["webhookId"], 7)
        for code, changed, of in (
            ("bad_signature", {}, other),
            ("bad_signature", {}, "whsec_é"),
            ("bad_signature", {"webhook-signature": "v1,é v1a,x"}, secret),
            ("bad_signature", {"webhook-timestamp": "²"}, secret),
            ("missing_signature", {"webhook-id": ""}, secret),
            ("expired", stage["standard_old"], secret),
            ("issued_in_future", stage["standard_new"], secret),
        ):
            with self.assertRaises(DeliveryError) as caught:
                verify_standard_webhook({**headers, **changed}, self.body, secret=of)
            self.assertEqual(caught.exception.code, code, changed)


if __name__ == "__main__":
    unittest.main()
