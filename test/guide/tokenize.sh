curl https://extapi.demo.jetpay.baselinepayments.com/contact/contact-123/creditcards/url \
  -X POST \
  -H "Authorization: Bearer <your-api-token>" \
  -H "Content-Type: application/json"
