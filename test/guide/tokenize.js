const BASE_URL = "https://extapi.demo.jetpay.baselinepayments.com";
const API_TOKEN = "<your-api-token>";
const CONTACT_ID = "contact-123";

async function createTokenizationSession() {
  const response = await fetch(
    `${BASE_URL}/contact/${CONTACT_ID}/creditcards/url`,
    {
      method: "POST",
      headers: {
        "Authorization": `Bearer ${API_TOKEN}`,
        "Content-Type": "application/json"
      }
    }
  );

  const data = await response.json();
  console.log("Status Code:", response.status);
  console.log("Response Body:", data);
}

createTokenizationSession();
