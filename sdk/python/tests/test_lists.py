"""Every list of the document, at a server that `client/lists.test.ts` starts and names in the environment."""

import itertools
import json
import os
import unittest

from jetpay import Jetpay

stage = json.loads(os.environ["JETPAY_STAGE"])
jetpay = Jetpay(stage["url"], "jp_x")


class Lists(unittest.TestCase):
    def test_each_has_all_of_its_items_and_its_page(self):
        for one in stage["lists"]:
            name = one["id"].removeprefix("list_")
            required = one["required"]
            with self.subTest(name):
                self.assertEqual(list(getattr(jetpay, f"all_{name}")(**required)), one["expected"])
                self.assertEqual(getattr(jetpay, one["id"])(**required)["data"], [1, 2])

    def test_a_log_that_is_waited_for_has_no_end(self):
        events = jetpay.all_events(wait=1)
        self.assertEqual(list(itertools.islice(events, 5)), [1, 2, 3, 1, 2])


if __name__ == "__main__":
    unittest.main()
