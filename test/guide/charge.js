const fetch = require("node-fetch");

const url = "https://extapi.demo.jetpay.baselinepayments.com/contact/contact-123/creditcards/cc-456/charge";
const payload = {
  amount: 100.50,
  to_bank_account_id: "<your-bank-account-id>",
  statement: "Test statement",
  note: "Test note"
};

fetch(url, {
  method: "POST",
  headers: {
    "Authorization": "Bearer <your-api-token>",
    "Content-Type": "application/json"
  },
  body: JSON.stringify(payload)
})
  .then(res => res.json())
  .then(data => console.log(data))
  .catch(err => console.error(err));
