import requests

BASE_URL = "https://extapi.demo.jetpay.baselinepayments.com"
API_TOKEN = "<your-api-token>"
CONTACT_ID = "contact-123"

url = f"{BASE_URL}/contact/{CONTACT_ID}/creditcards/url"
headers = {
    "Authorization": f"Bearer {API_TOKEN}",
    "Content-Type": "application/json"
}

response = requests.post(url, headers=headers)

print("Status Code:", response.status_code)
print("Response Body:", response.json())
