"""What the types narrow, and what they refuse: pyright, strict, finds nothing here, and needs each `ignore`."""

from datetime import datetime
from decimal import Decimal

from jetpay import Delivery, Event, Jetpay, JetpayError, TestEvent


def tell(error: JetpayError) -> str:
    if error.code == "card_declinde":  # pyright: ignore[reportUnnecessaryComparison]
        return ""
    if error.code == "card_declined" and error.fail_reason == "insufficient_funds":
        return error.code
    if error.fail_reason == "insufficient_fund":  # pyright: ignore[reportUnnecessaryComparison]
        return ""
    return ", ".join(one["path"] for one in error.errors)


def paid(event: Event | TestEvent) -> Decimal | None:
    if event["type"] == "transactions.debits.paid":
        return event["data"]["amount"]
    if event["type"] == "contacts.deleted":
        return event["data"]["amount"]  # pyright: ignore
    if event["type"] == "transactions.debits.payed":  # pyright: ignore[reportUnnecessaryComparison]
        return None
    if event["type"] == "webhooks.test":
        return Decimal(len(event["data"]["message"]))
    return Decimal(len(event["type"]))


def push(delivery: Delivery) -> list[Decimal | None]:
    return [paid(event) for event in delivery["events"]]


def pull(client: Jetpay) -> list[Decimal | None]:
    return [paid(event) for event in client.list_events(after=0)]


def filters(client: Jetpay, since: datetime) -> None:
    client.list_transactions(state="paid", fail_reason="insufficient_funds", created_after=since)
    client.list_transactions(state=["paid", "failed"], created_before=since.isoformat())
    client.list_contacts(identifier=["x", "y"])
    client.list_newest_events(type=("contacts.created", "payouts.completed"))
    client.list_transactions(state="payed")  # pyright: ignore
    client.list_transactions(state=["paid", "payed"])  # pyright: ignore
    client.list_transactions(fail_reason="insufficient_fund")  # pyright: ignore
    client.list_newest_events(type="contacts.made")  # pyright: ignore


def names(client: Jetpay) -> list[str]:
    page = client.list_contacts(limit=10)
    first: str | None = page["next_cursor"]
    page["nxet_cursor"]  # pyright: ignore
    return [contact["name"] for contact in page] + [contact["name"] for contact in page["data"]] + [first or ""]
