curl https://extapi.demo.jetpay.baselinepayments.com/contact/contact-123/creditcards/cc-456/charge \
  -X POST \
  -H "Authorization: Bearer <your-api-token>" \
  -H "Content-Type: application/json" \
  -d '{
    "amount": 100.50,
    "to_bank_account_id": "<your-bank-account-id>",
    "statement": "Test statement",
    "note": "Test note"
  }'
