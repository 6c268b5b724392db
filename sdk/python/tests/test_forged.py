"""Deliveries that are right, wrong or forged, of `test/forged-deliveries.ts`: as the TypeScript verifier judges them."""

import base64
import email.message
import hmac
import json
import os
import threading
import time
import unittest
import unittest.mock
from concurrent.futures import ThreadPoolExecutor

import jetpay.keys
from jetpay import DeliveryError, Keys, MemoryReplayGuard, verify_delivery, verify_standard_webhook
from served import Served, html, told

stage = json.loads(os.environ["JETPAY_STAGE"])


class Remembered(dict):
    """A guard that is empty and counts all the same; it keeps until when it was told to remember."""

    def __init__(self):
        super().__init__()
        self.untils = []

    def first_use(self, token_id, expires_at):
        self.untils.append(expires_at)
        return True


class Forged(unittest.TestCase):
    """Tokens of keys that the test made; `keys` of `published` are at the address that is asked for them."""

    body = stage["body"].encode()

    def verify(self, token, keys, body=None):
        return verify_delivery({"Authorization": f"Bearer {token}"}, body or self.body, keys=keys, audience="us", replay_guard=None)

    def refused(self, code, token, keys, body=None):
        with self.assertRaises(DeliveryError) as caught:
            self.verify(token, keys, body)
        self.assertEqual(caught.exception.code, code)
        return caught.exception

    def test_each_delivery_is_believed_or_refused_for_its_reason(self):
        guard = MemoryReplayGuard()
        with Served(told({"keys": stage["published"]})) as served:
            keys = Keys(served.url)
            for one in stage["deliveries"]:
                given = {"keys": keys, "audience": stage["audience"], "replay_guard": guard}
                with self.subTest(one["name"]):
                    try:
                        delivery = verify_delivery(one["headers"], one["body"].encode(), **given)
                        self.assertEqual((one["code"], delivery["webhookId"]), (None, 7))
                        # A type that no client knows yet is passed on, amounts exact.
                        [event] = delivery["events"]
                        self.assertEqual((event["type"], str(event["data"]["height"])), ("moons.landed", "1.50"))
                    except DeliveryError as error:
                        self.assertEqual(error.code, one["code"])
            for name, form in (("not base64", f"{stage['right']}!"), ("no ascii", f"{stage['right']}é"), ("dots", "." * 9)):
                with self.subTest(name):
                    self.refused("malformed_token", form, keys)

    def test_a_token_that_is_used_again_is_refused_unless_there_is_no_guard(self):
        with Served(told({"keys": stage["published"]})) as served:
            given = {"keys": Keys(served.url), "audience": ["them", stage["audience"]]}
            headers = {"Authorization": f"Bearer {stage['right']}"}
            with self.assertRaises(DeliveryError) as caught:
                verify_delivery(headers, self.body + b" ", **given)
            self.assertEqual(caught.exception.code, "body_changed", "takes no place in the guard")
            verify_delivery(headers, self.body, **given)
            with self.assertRaises(DeliveryError) as caught:
                verify_delivery(headers, self.body, **given)
            self.assertEqual((caught.exception.code, caught.exception.status), ("replayed", 401))
            verify_delivery(headers, self.body, replay_guard=None, **given)
            remembered = Remembered()
            for tolerance in (0, 5, 300):
                verify_delivery(headers, self.body, replay_guard=remembered, tolerance_seconds=tolerance, **given)
            first, second, third = remembered.untils
            self.assertEqual((second - first, third - first), (5, 300), "until it is refused in any case")
        guard, soon = MemoryReplayGuard(2), time.time() + 90
        seen = [guard.first_use(one, soon) for one in "abaca"]
        self.assertEqual(seen, [True, True, False, True, True], "bounded: the oldest is forgotten first")

    def test_a_receiver_that_is_set_wrong_believes_nobody_and_is_told_why(self):
        keys = Keys("http://127.0.0.1:1")
        headers = {"Authorization": f"Bearer {stage['right']}"}
        for audience in (None, "", [], [""], ["us", None], 5, b"us", [b"us"], {"us": 1}):
            with self.assertRaisesRegex(DeliveryError, "audience") as caught:
                verify_delivery(headers, self.body, keys=keys, audience=audience)
            self.assertEqual((caught.exception.code, caught.exception.status), ("bad_options", 500))
        of = "whsec_{}".format
        wrong_length = (of("A" * 33), of("A" * 28), of("A" * 92), of("A" * 31 + "="))
        for secret in (None, "", "whsec_", [], ["whsec_"], "whsec_é", 5, stage["secret"].encode(), *wrong_length):
            with self.assertRaisesRegex(DeliveryError, "secret") as caught:
                verify_standard_webhook(stage["standard"], self.body, secret=secret)
            self.assertEqual((caught.exception.code, caught.exception.status), ("bad_options", 500))
        for seconds in (float("nan"), float("inf"), -1, 301, "5", None, True):
            with self.assertRaisesRegex(DeliveryError, "tolerance_seconds") as caught:
                verify_delivery(headers, self.body, keys=keys, audience="us", tolerance_seconds=seconds)
            self.assertEqual((caught.exception.code, caught.exception.status), ("bad_options", 500))
            with self.assertRaisesRegex(DeliveryError, "tolerance_seconds"):
                verify_standard_webhook(stage["standard"], self.body, secret=stage["secret"], tolerance_seconds=seconds)
        for url in ("", None, 5, "file:///etc/passwd", "jwks.json", "https://", "https://ada:hunter2@pay.example.com"):
            with self.assertRaisesRegex(DeliveryError, "^jwks_url is (?!.*hunter2)") as caught:
                Keys(url)
            self.assertEqual((caught.exception.code, caught.exception.status), ("bad_options", 500))
        for body in ({"webhookId": 7}, self.body.decode()):
            with self.assertRaisesRegex(DeliveryError, "raw bytes") as caught:
                verify_delivery(headers, body, keys=keys, audience="us")
            self.assertEqual((caught.exception.code, caught.exception.status), ("raw_body_needed", 500))
        with self.assertRaises(DeliveryError) as caught:
            verify_delivery(headers, b"x" * (2 * 1024 * 1024 + 1), keys=keys, audience="us")
        self.assertEqual((caught.exception.code, caught.exception.status), ("body_too_large", 413))

    def test_headers_are_read_from_whatever_holds_them_and_a_value_that_is_none_is_as_if_it_were_not_there(self):
        token = stage["right"]
        bearer = f"Bearer {token}"
        with Served(told({"keys": stage["published"]})) as served:
            given = {"keys": Keys(served.url), "audience": "us", "replay_guard": None}
            of_a_mail = email.message.Message()
            of_a_mail["Authorization"] = bearer
            for headers in (
                {"AUTHORIZATION": bearer},
                {"authorization": [bearer]},
                {b"authorization": bearer.encode()},
                [("Authorization", bearer)],
                [(b"host", b"us"), (b"authorization", bearer.encode())],
                of_a_mail,
            ):
                self.assertEqual(verify_delivery(headers, self.body, **given)["webhookId"], 7)
            for value in (None, 5, {}, [], [5], b"Bearer", bearer + " x", object()):
                self.wrong("missing_signature", 401, verify_delivery, {"authorization": value}, self.body, **given)
            for headers in ({}, [], [()], [5], {1: 2}):
                self.wrong("missing_signature", 401, verify_delivery, headers, self.body, **given)
            for headers in (None, 5, bearer, bearer.encode()):
                self.wrong("bad_options", 500, verify_delivery, headers, self.body, **given)
                self.wrong("bad_options", 500, verify_standard_webhook, headers, self.body, secret=stage["secret"])
            for half in ("\ud800", "\ud800.a.b"):
                self.wrong("malformed_token", 401, verify_delivery, {"authorization": f"Bearer {half}"}, self.body, **given)
            for name in ("webhook-id", "webhook-signature"):
                headers = {**stage["standard"], name: "\ud800"}
                self.wrong("bad_signature", 401, verify_standard_webhook, headers, self.body, secret=stage["secret"])

    def wrong(self, code, status, verify, *arguments, **given):
        with self.assertRaises(DeliveryError) as caught:
            verify(*arguments, **given)
        self.assertEqual((caught.exception.code, caught.exception.status), (code, status))

    def test_options_that_would_protect_nothing_are_refused(self):
        headers = {"Authorization": f"Bearer {stage['right']}"}
        for remembered_max in (0, -1, float("nan"), 1.5, float("inf"), "5", None, True):
            self.wrong("bad_options", 500, MemoryReplayGuard, remembered_max)
        for keys in (None, "https://pay.example.com/jwks", {}, 5):
            self.wrong("bad_options", 500, verify_delivery, headers, self.body, keys=keys, audience="us")
        keys = Keys("http://127.0.0.1:1")
        for guard in (True, {}, "x"):
            self.wrong("bad_options", 500, verify_delivery, headers, self.body, keys=keys, audience="us", replay_guard=guard)
        for issuer in ("", None, 5):
            self.wrong("bad_options", 500, verify_delivery, headers, self.body, keys=keys, audience="us", issuer=issuer)

    def test_a_signed_delivery_with_a_number_that_nothing_can_hold_is_malformed(self):
        for number in (b"1.5e99999999999999999999", b"NaN"):
            body = b'{"webhookId": 1, "events": [{"id": 1, "data": {"amount": %s}}]}' % number
            secret, stamp = stage["secret"], str(int(time.time()))
            key = base64.b64decode(secret.removeprefix("whsec_"))
            signature = base64.b64encode(hmac.digest(key, f"m.{stamp}.".encode() + body, "sha256")).decode()
            headers = {"webhook-id": "m", "webhook-timestamp": stamp, "webhook-signature": f"v1,{signature}"}
            self.wrong("malformed_body", 400, verify_standard_webhook, headers, body, secret=secret)

    def test_a_new_key_is_fetched_once_when_it_first_signs_and_unknown_ones_do_not_make_it_ask_without_end(self):
        old, new = {"keys": stage["published"]}, {"keys": stage["published"] + stage["rotated"]}
        with Served(told(old), told(new)) as served:
            keys = Keys(served.url)
            self.verify(stage["right"], keys)
            for _ in range(20):
                self.refused("unknown_key", stage["ofNextKey"], keys)
            self.assertEqual(len(served.asked), 1, "it was asked a moment ago")
            keys._fetched -= 11
            self.verify(stage["ofNextKey"], keys)
            self.verify(stage["right"], keys)
            self.assertEqual(len(served.asked), 2)

    def test_who_knows_the_key_does_not_wait_while_another_fetches_and_who_does_not_shares_its_fetch(self):
        begun, end = threading.Event(), threading.Event()
        old, new = {"keys": stage["published"]}, {"keys": stage["published"] + stage["rotated"]}

        def late():
            begun.set()
            end.wait()
            return told(new)

        hour = unittest.mock.patch.object(jetpay.keys, "FETCH_SECONDS", 3600)
        with Served(told(old), late) as served, ThreadPoolExecutor() as threads, hour:
            keys = Keys(served.url)
            self.verify(stage["right"], keys)
            keys._fetched -= 11
            waiting = [threads.submit(self.verify, stage["ofNextKey"], keys) for _ in range(3)]
            begun.wait()
            self.verify(stage["right"], keys)
            keys._fetched -= 600
            self.verify(stage["right"], keys)
            # Held up for longer than a fetch takes, an old key is believed no more.
            keys._fetched -= 3600
            waiting.append(threads.submit(self.verify, stage["right"], keys))
            self.assertFalse(any(one.done() for one in waiting))
            end.set()
            for one in waiting:
                one.result()
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
                    error = self.refused("keys_unavailable", stage["right"], keys)
                    self.assertEqual(error.status, 503)
                self.assertEqual(len(served.asked), 1, answer)

    def test_the_standard_headers_are_held_to_secret_time_and_form(self):
        headers, secret, other = stage["standard"], stage["secret"], stage["other_secret"]
        for good in (secret, [other, secret]):
            for body in (self.body, bytearray(self.body), memoryview(self.body)):
                self.assertEqual(verify_standard_webhook(headers, body, secret=good)["webhookId"], 7)
        # Of several signatures any that is good counts, whatever the others are.
        also = {**headers, "webhook-signature": f"v1,A v1a,x {headers['webhook-signature']}"}
        self.assertEqual(verify_standard_webhook(also, self.body, secret=secret)["webhookId"], 7)
        for code, changed, of in (
            ("bad_signature", {}, other),
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
