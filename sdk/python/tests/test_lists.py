"""Every list of the document, at a server that `client/lists.test.ts` starts and names in the environment."""

import itertools
import json
import os
import unittest

from jetpay import Jetpay, JetpayError
from served import Served, told

stage = json.loads(os.environ["JETPAY_STAGE"])
jetpay = Jetpay(stage["url"], "jp_x")


class Lists(unittest.TestCase):
    def test_each_has_all_of_its_items_and_its_page(self):
        for one in stage["lists"]:
            name = one["id"].removeprefix("list_")
            required = one["required"]
            with self.subTest(name):
                self.assertEqual(list(getattr(jetpay, f"all_{name}")(**required)), one["expected"])
                page = getattr(jetpay, one["id"])(**required)
                self.assertEqual((page["data"], list(page), list(page)), ([1, 2], one["expected"], one["expected"]))
                # Whoever takes it for the dict that it is has all of it.
                self.assertEqual((dict(page), json.loads(json.dumps(page))), (dict(page.items()), {**page}))
                self.assertIn("data", page)

    def test_a_log_that_is_waited_for_has_no_end(self):
        log = (
            told({"data": data, "last_event_id": last, "newest_event_id": last})
            for data, last in (([1], 1), ([], 1), ([], 1), ([2, 3], 3))
        )
        with Served(*log) as served:
            self.assertEqual(list(itertools.islice(served.client().list_events(wait=1), 3)), [1, 2, 3])
            self.assertEqual([one["url"] for one in served.asked][1:], ["/events?after=1&wait=1"] * 3)

    def test_one_that_leads_back_to_where_it_was_ends_with_an_error(self):
        def page(**members):
            return told({"data": [1], **members})

        lists, log = (page(next_cursor=one) for one in "abcb"), {"last_event_id": 2, "newest_event_id": 3}
        for answers, ask, count in (
            ([*lists], "list_contacts", 4),
            ([page(next_cursor="x")], "list_contacts", 2),
            ([page(**log)], "list_events", 2),
        ):
            with Served(*answers) as served:
                items = iter(getattr(served.client(), ask)())
                self.assertEqual(list(itertools.islice(items, count)), [1] * count)
                with self.assertRaisesRegex(JetpayError, "where this list has been before") as caught:
                    next(items)
                self.assertEqual(caught.exception.code, "unreadable")
        with Served(told({"data": [], "last_event_id": 9, "newest_event_id": 3})) as served:
            self.assertEqual(list(served.client().list_events(after=9)), [])

    def test_a_page_that_leads_to_no_place_ends_it_with_an_error_and_so_does_a_log_that_stands_with_events(self):
        def ends(ask, pages, says, **page):
            asked = []

            def answers(request, _):
                asked.append(request)
                self.assertLess(len(asked), 10, "it has no end")
                sent = {"data": [len(asked)], **{name: one for name, one in page.items() if one is not ...}}
                return 200, {"content-type": "application/json"}, json.dumps(sent).encode()

            with self.assertRaisesRegex(JetpayError, says) as caught:
                list(ask(Jetpay("http://127.0.0.1:1", "jp_x", transport=answers)))
            self.assertEqual((caught.exception.code, len(asked)), ("unreadable", pages), page)

        log = {"last_event_id": 1, "newest_event_id": 9}
        for page, pages in (
            *(({"last_event_id": odd}, 1) for odd in ("abc", [1], {"a": 1}, 1.5, True, None)),
            *(({"newest_event_id": odd}, 1) for odd in (..., None, "9")),
            ({}, 2),
        ):
            for wait in (0, 30):
                ends(lambda client: client.list_events(wait=wait), pages, "_event_id is ", **{**log, **page})
        for odd in ([1], {"a": 1}, False, "", 1.5):
            ends(lambda client: client.list_contacts(), 1, "no place in this list", next_cursor=odd)

    def test_one_of_ever_new_pages_without_an_item_has_an_end(self):
        for ask in ("list_contacts", "list_events"):
            tried = itertools.count(1)

            def more(*_):
                at = next(tried)
                page = {"data": [], "next_cursor": str(at), "last_event_id": at, "newest_event_id": 10**9}
                return 200, {"content-type": "application/json"}, json.dumps(page).encode()

            with self.assertRaisesRegex(JetpayError, "have no item") as caught:
                list(getattr(Jetpay("http://127.0.0.1:1", "jp_x", transport=more), ask)())
            self.assertEqual((caught.exception.code, next(tried)), ("unreadable", 1002))


if __name__ == "__main__":
    unittest.main()
