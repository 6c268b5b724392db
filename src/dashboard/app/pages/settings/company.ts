/** As `GET /company` tells it. */
export type Company = {
  identifier: string
  name: string
  language: 'en' | 'fr'
  contact_email: string | null
  contact_phone: string | null
  alert_email: string | null
  time_zone: string
  receipts_by_mail: boolean
  accent_color: string | null
  logo_url: string | null
}

/** What payment pages have where the company says nothing. */
export const OUR_ACCENT = '#1d4fd7'
