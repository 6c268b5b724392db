"""The client against a running platform, which `client.test.ts` starts and names in the environment."""

import json
import os
import unittest
import urllib.request
from decimal import Decimal

from jetpay import DeliveryError, Jetpay, JetpayError, Keys, verify_delivery, verify_standard_webhook
from jetpay._http import Answer, over_http

stage = json.loads(os.environ["JETPAY_STAGE"])


def open_client(**options):
    return Jetpay(stage["url"], stage["token"], **options)


def charge(client, card="card", **fields):
    asked = {"amount": "100.50", "statement": "Python", "to_bank_account_id": stage["account"], **stage[card], **fields}
    return client.charge_contact_credit_card(**asked)


class Client(unittest.TestCase):
    def test_an_operation_is_a_method_and_amounts_are_exact(self):
        jetpay = open_client()
        contact = jetpay.create_contact(email="ada@example.com", name="Ada", metadata={"order": "7"})
        self.assertEqual(jetpay.get_contact(contact_id=contact["identifier"])["metadata"], {"order": "7"})
        paid = charge(jetpay, amount=Decimal("100.10"))
        self.assertEqual((paid["transaction_state"], paid["amount"]), ("paid", Decimal("100.10")))

    def test_it_says_by_code_why_money_did_not_move(self):
        with self.assertRaises(JetpayError) as caught:
            charge(open_client(), "declined")
        error = caught.exception
        self.assertEqual((error.code, error.status, error.fail_reason), ("card_declined", 402, "insufficient_funds"))

    def test_it_names_each_bad_field(self):
        with self.assertRaises(JetpayError) as caught:
            charge(open_client(), amount="1.005")
        self.assertEqual([one["path"] for one in caught.exception.errors], ["amount"])

    def test_it_charges_once_where_the_answer_is_lost(self):
        keys = []

        def lossy(request: urllib.request.Request, timeout: float) -> Answer:
            keys.append(request.get_header("Idempotency-key"))
            answer = over_http(request, timeout)
            if len(keys) == 1:
                raise ConnectionResetError("the connection was lost")
            return answer

        paid = charge(open_client(transport=lossy), statement="Lost in Python")
        self.assertEqual(len(keys), 2)
        self.assertIsNotNone(keys[0])
        self.assertEqual(keys[0], keys[1])
        listed = open_client().list_transactions(contact_id=stage["card"]["contact_id"])["data"]
        those = [one["identifier"] for one in listed if one["statement"] == "Lost in Python"]
        self.assertEqual(those, [paid["debit_id"]])

    def test_it_does_not_repeat_what_is_decided_and_gives_up_in_time(self):
        tried = []

        def busy(request: urllib.request.Request, timeout: float) -> Answer:
            tried.append(request)
            return 503, {"retry-after": "3600"}, b""

        with self.assertRaises(JetpayError) as caught:
            open_client(transport=busy, trying_max=1).get_company()
        self.assertEqual((caught.exception.code, len(tried)), ("unreadable", 1))

    def test_it_goes_through_a_list_page_by_page(self):
        jetpay = open_client()
        for name in ("Ann", "Ben", "Cid"):
            jetpay.create_contact(email="x@example.com", name=name, tags=["python-pages"])
        names = []
        for one in jetpay.all_contacts(tag="python-pages", limit=2):
            names.append(one["name"])
            # What is made meanwhile is before the place that was reached: nothing comes twice or is left out.
            jetpay.create_contact(email="x@example.com", name="After", tags=["python-pages"])
        self.assertEqual(names, ["Cid", "Ben", "Ann"])

    def test_the_log_is_gone_through_to_its_end_and_followed_beyond_it(self):
        jetpay = open_client()
        ids = [event["id"] for event in jetpay.all_events(after=0, limit=2)]
        self.assertEqual(ids, list(range(1, len(ids) + 1)))
        self.assertGreater(len(ids), 4)
        coming = jetpay.all_events(after=ids[-1], wait=30)
        contact = jetpay.create_contact(email="x@example.com", name="Followed")
        # What was done before may be numbered after the log's end was read.
        event = next(one for one in coming if one["data"].get("contactId") == contact["identifier"])
        self.assertEqual(event["type"], "contacts.created")
        self.assertEqual(jetpay.get_event(event_id=event["id"])["id"], event["id"])

    def test_a_path_with_a_hole_is_refused(self):
        with self.assertRaisesRegex(JetpayError, "contact_id is missing"):
            open_client().get_contact(contact_id="")


class Webhooks(unittest.TestCase):
    headers = stage["delivery"]["headers"]
    body = stage["delivery"]["body"].encode()
    audience = stage["delivery"]["audience"]
    secret = stage["delivery"]["secret"]
    keys = Keys(stage["url"] + "/.well-known/jwks.json")

    def verify(self, headers=None, body=None, audience=None):
        return verify_delivery(
            headers or self.headers, body or self.body, keys=self.keys, audience=audience or self.audience, replay_guard=None
        )

    def refused(self, code, **changed):
        with self.assertRaises(DeliveryError) as caught:
            self.verify(**changed)
        self.assertEqual(caught.exception.code, code)

    def test_a_delivery_of_the_platform_is_believed(self):
        self.assertEqual(self.verify()["events"][0]["type"], "contacts.created")
        again = verify_standard_webhook(self.headers, self.body, secret=self.secret)
        self.assertEqual(again["events"], self.verify()["events"])

    def test_another_body_receiver_or_key_is_not(self):
        self.refused("body_changed", body=self.body + b" ")
        self.refused("wrong_audience", audience="another")
        self.refused("missing_signature", headers={"x": "y"})
        self.refused("malformed_token", headers={"Authorization": "Bearer x.y"})
        with self.assertRaises(DeliveryError):
            verify_standard_webhook(self.headers, self.body + b" ", secret=self.secret)

    def test_a_token_that_was_changed_or_made_by_another_is_not(self):
        name = next(one for one in self.headers if one.lower() == "authorization")
        head, claims, signature = self.headers[name].removeprefix("Bearer ").split(".")
        flipped = ("A" if signature[10] != "A" else "B").join((signature[:10], signature[11:]))
        self.refused("bad_signature", headers={name: f"Bearer {head}.{claims}.{flipped}"})
        # {"alg":"none"} and {"alg":"HS256"}
        for forged in ("eyJhbGciOiJub25lIn0", "eyJhbGciOiJIUzI1NiJ9"):
            self.refused("malformed_token", headers={name: f"Bearer {forged}.{claims}.{signature}"})
        self.refused("bad_signature", headers={name: f"Bearer {head}.{claims}."})


if __name__ == "__main__":
    unittest.main()
