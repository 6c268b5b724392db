import requests

url = "https://extapi.demo.jetpay.baselinepayments.com/contact/contact-123/creditcards/cc-456/charge"
headers = {
    "Authorization": "Bearer <your-api-token>",
    "Content-Type": "application/json"
}
payload = {
    "amount": 100.50,
    "to_bank_account_id": "<your-bank-account-id>",
    "statement": "Test statement",
    "note": "Test note"
}

response = requests.post(url, json=payload, headers=headers)
print(response.status_code)
print(response.json())
