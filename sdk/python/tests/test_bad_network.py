"""The client at a server that answers badly."""

import email.utils
import json
import threading
import time
import unittest
from datetime import datetime, timezone
from decimal import Decimal, InvalidOperation, localcontext
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from jetpay import Jetpay, JetpayError
from served import Served, html, problem, told

CONTACT = {"email": "zoe@example.com", "name": "Zoë 日本 🍁"}


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

    def test_an_answer_in_a_form_that_nobody_expects_keeps_the_key_of_what_was_sent(self):
        for odd in (b"null", b"[]", b'"x"'):
            with Served((500, {"content-type": "application/problem+json"}, odd)) as served:
                error = self.failed(served.client().create_contact, **CONTACT)
                self.assertEqual((error.code, error.status, error.idempotency_key), ("unreadable", 500, *served.keys()))
        far = "Fri, 31 Dec 2026 23:59:59 +999999999999999999"
        deep = (200, {"content-type": "application/json"}, b"[" * 100_000)
        hints = (103, {"content-type": None}, b"")
        for first in (html(503, **{"retry-after": far}), deep, hints):
            with Served(first, told({"identifier": "there"})) as served:
                self.assertEqual(served.client().create_contact(**CONTACT)["identifier"], "there")
                self.assertEqual(len(served.keys()), 1)

    def test_a_key_is_the_one_that_was_given_or_the_call_is_not_made(self):
        with Served(told({"identifier": "there"})) as served:
            for wrong in (5, {}, "", False, b"key", " ", " key", "a\nb", "clé", float("nan")):
                error = self.failed(served.client().create_contact, **CONTACT, idempotency_key=wrong)
                self.assertEqual(error.code, "unwritable")
            self.assertEqual(served.asked, [])

    def test_json_of_another_form_is_told_as_such_under_the_key_of_what_was_sent(self):
        for odd in (None, [], "x", 5):
            with Served(told(odd)) as served:
                error = self.failed(served.client().create_contact, **CONTACT)
                self.assertEqual((error.code, error.status, error.idempotency_key), ("unreadable", 200, *served.keys()))
        for odd in (None, [], {}, {"data": "abc"}, {"data": {"0": 1}}):
            with Served(told(odd)) as served:
                for call in (served.client().list_contacts, served.client().list_events):
                    self.assertEqual(self.failed(call).code, "unreadable")

    def test_a_number_that_nothing_can_hold_is_no_answer_under_the_key_of_what_was_sent(self):
        for number in (b"1.5e9999999999999999999999", b"1e99999999999999999999", b"NaN", b"-Infinity", b"9" * 6000):
            for status, kind in ((200, "application/json"), (402, "application/problem+json")):
                with Served((status, {"content-type": kind}, b'{"code": "card_declined", "amount": %s}' % number)) as served:
                    error = self.failed(served.client(tries_max=1).create_contact, **CONTACT)
                    self.assertEqual((error.code, error.idempotency_key), ("no_answer", *served.keys()))
        # Also where a program has set that such a number is none.
        with localcontext() as context, Served((200, {"content-type": "application/json"}, b'{"a": 1.5e9999999999999999999999}')) as served:
            context.traps[InvalidOperation] = False
            self.assertEqual(self.failed(served.client(tries_max=1).create_contact, **CONTACT).code, "no_answer")

    def test_a_type_is_read_without_its_case_so_that_a_decline_keeps_its_code(self):
        declined = json.dumps({"code": "card_declined", "fail_reason": "insufficient_funds"}).encode()
        for kind in ("Application/Problem+JSON", "application/problem+json ; charset=utf-8"):
            with Served((402, {"content-type": kind}, declined)) as served:
                error = self.failed(served.client().create_contact, **CONTACT)
                self.assertEqual((error.code, error.fail_reason), ("card_declined", "insufficient_funds"))
        odd = json.dumps({"code": 5, "detail": {"a": 1}, "title": [], "errors": "x"}).encode()
        for kind in ("application/problem+json", "application/problem+jsonp"):
            with Served((402, {"content-type": kind}, odd)) as served:
                error = self.failed(served.client().create_contact, **CONTACT)
                self.assertEqual((error.code, error.status, error.errors), ("unreadable", 402, []))
        with Served((200, {"content-type": "APPLICATION/JSON"}, b'{"identifier": "x"}')) as served:
            self.assertEqual(served.client().create_contact(**CONTACT)["identifier"], "x")

    def test_a_query_is_written_as_the_platform_reads_it_or_not_at_all(self):
        noon = datetime(2026, 11, 29, 12, tzinfo=timezone.utc)
        with Served(told({"data": [], "next_cursor": None})) as served:
            jetpay = served.client()
            jetpay.list_transactions(amount=Decimal("100").normalize(), created_after=noon, state=["paid", "failed"])
            jetpay.create_debit(amount=Decimal("100").normalize(), statement="x", to_bank_account="b", contact_id="c")
            self.assertEqual(
                served.asked[0]["url"],
                "/transaction?state=paid%2Cfailed&amount=100&created_after=2026-11-29T12%3A00%3A00%2B00%3A00",
            )
            self.assertEqual(json.loads(served.asked[1]["body"])["amount"], "100")
            nan = float("nan")
            for wrong in ([None, True], [nan], object(), nan, Decimal("NaN"), noon.replace(tzinfo=None), b"x", {"a": None}):
                error = self.failed(jetpay.list_transactions, state=wrong)
                self.assertEqual(error.code, "unwritable")
            self.assertEqual(len(served.asked), 2)
            for wait in ("1", 10**12, 10**400, -1, True):
                jetpay.list_events(wait=wait)
            self.assertEqual(len(served.asked), 7)

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
                lambda: Jetpay(served.url, "two\nlines"),
                lambda: Jetpay(served.url, ["jp_x"]),
                lambda: Jetpay(served.url, "jp_x", transport=5),
                lambda: jetpay.get_event(event_id=10**5000),
                lambda: jetpay.list_contacts(limit=10**5000),
                lambda: jetpay.get_contact(contact_id="x\ud800"),
                lambda: jetpay.list_contacts(name="\ud800"),
                lambda: jetpay.list_contacts(metadata={"\udc00": "x"}),
                lambda: jetpay.create_contact(**CONTACT, idempotency_key="\ud800"),
            ):
                self.assertEqual(self.failed(call).code, "unwritable")
            for base_url in (
                "pay.example.com",
                "localhost:8400",
                "ada:hunter2@pay.example.com",
                "https://ada:hunter2@pay.example.com",
                "https://ada:hunter2@pay example.com",
                "https://ada:hunter2@pay.example.com?key=hunter2",
                "https://pay.example.com/?key=hunter2",
                "https://pay.example.com/#hunter2",
                "https://pay.example.com?",
                "https://pay.example.com/a b",
                " https://pay.example.com",
                "https://pay.example.com\n",
                "https://[pay",
                "https://pay:port",
                7,
            ):
                error = self.failed(Jetpay, base_url, "jp_x")
                self.assertEqual(error.code, "unwritable")
                self.assertRegex(str(error), "^base_url is (?!.*hunter2)")
            nan, endless = float("nan"), float("inf")
            for name, wrongs in (
                ("timeout", (nan, endless, 0, -1, 1e6, "5", None, True)),
                ("tries_max", (nan, endless, 0, -1, 1.5, "5", None, True)),
                ("trying_max", (nan, endless, -1, "5", None, True)),
            ):
                for wrong in wrongs:
                    error = self.failed(served.client, **{name: wrong})
                    self.assertEqual(error.code, "unwritable")
                    self.assertRegex(str(error), f"^{name} is .*: give ")
            # As a variable of the environment is that nobody has set.
            for given in ((None, "jp_x"), (served.url, None), (served.url, "")):
                self.assertEqual(self.failed(Jetpay, *given).code, "missing_field")
            # `DELETE /contact/x/bank_accounts/..` would be `DELETE /contact/x/` to whoever tidies it up.
            for wrong in ("..", ".", ""):
                error = self.failed(jetpay.delete_contact_bank_account, contact_id="x", bank_account_id=wrong)
                self.assertEqual(error.code, "missing_field")
            self.assertEqual(served.asked, [])
            jetpay.get_event(event_id=41)
            self.assertEqual(served.asked[0]["url"], "/events/41")

    def test_a_server_that_does_not_listen_is_named_and_what_to_do(self):
        with Served() as served:
            stopped = served.url
        jetpay = Jetpay(stopped, "jp_x", tries_max=1)
        self.assertRegex(str(self.failed(jetpay.get_company)), f"^No answer to GET /company from {stopped}: .*refused")
        error = self.failed(jetpay.create_contact, **CONTACT)
        self.assertRegex(str(error), "not known whether it happened: the same call with the idempotency_key")
        self.assertIsNotNone(error.idempotency_key)

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

    def test_an_answer_that_is_silent_or_drips_ends_with_the_time_of_the_try(self):
        stop = threading.Event()
        head = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 99999\r\n"
        # Silent in its body; a byte at a time, in its body and in its headers.
        for sent, drips in ((head + b"\r\n{", b""), (head + b"\r\n", b" "), (head, b"x"), (b"", b"x")):

            class Drips(BaseHTTPRequestHandler):
                def do_GET(self):
                    self.close_connection = True
                    try:
                        self.wfile.write(sent)
                        while not stop.wait(0.005):
                            self.wfile.write(drips)
                    except OSError:
                        pass

                def log_message(self, *_):
                    pass

            server = ThreadingHTTPServer(("127.0.0.1", 0), Drips)
            server.daemon_threads = True
            threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
            try:
                jetpay = Jetpay(f"http://127.0.0.1:{server.server_port}", "jp_x", timeout=0.05, tries_max=1)
                self.assertEqual(self.failed(jetpay.get_company).code, "no_answer")
            finally:
                server.shutdown()
                server.server_close()
        stop.set()


if __name__ == "__main__":
    unittest.main()
