import type { Platform } from './platform.ts'

/** Payment links of the demo company, and what their page's own script asks. */
export async function startLinks(platform: Platform) {
  const contactId = await platform.createContact('Ana Tremblay')
  const link = async (path: '/debit' | '/credit', fields: object) => {
    const { body, text } = await platform.call('PUT', path, {
      amount: 128.4,
      statement: 'Order 1001',
      contact_id: contactId,
      ...fields,
    })
    if (!body.link) throw new Error(text)
    return { id: body.identifier as string, link: body.link as string }
  }
  const account = platform.demo.bank_account_id
  /** An account of the company's own in the United States; debits and credits of it are in USD. */
  let american: Promise<string> | undefined
  const americanAccount = () => {
    american ??= platform
      .call('PUT', '/bank_account', {
        holder_name: 'Maple Cycles',
        account_type: 'chequing',
        account_number: '7654321',
        routing_number: '021000021',
      })
      .then(({ body }) => body.identifier as string)
    return american
  }
  return {
    contactId,
    debit: (fields: object = {}) => link('/debit', { to_bank_account: account, ...fields }),
    credit: (fields: object = {}) => link('/credit', { from_bank_account: account, ...fields }),
    debitInUsd: async (fields: object = {}) =>
      link('/debit', { to_bank_account: await americanAccount(), ...fields }),
    creditInUsd: async () => link('/credit', { from_bank_account: await americanAccount() }),
    status: async (link: string) => ((await (await fetch(`${link}/status`)).json()) as any).state as string,
    /** As the page's script posts; `headers` may make it another's. */
    async post(link: string, part: 'card' | 'bank' | 'account', body: unknown, headers: object = {}) {
      const response = await fetch(`${link}/${part}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin', ...headers },
        body: JSON.stringify(body),
      })
      return { status: response.status, headers: response.headers, body: (await response.json()) as any }
    },
    /** The agreement that a page shows, as its script reads it. */
    async shownAgreement(link: string) {
      const html = await (await fetch(link)).text()
      return JSON.parse(/id="config">(.*?)<\/script>/.exec(html)![1]!).agreement as string
    },
  }
}

export const accountEntered = {
  holder_name: 'Ana Tremblay',
  transit_number: '00011',
  institution_number: '001',
  account_number: '7654321',
  account_type: 'chequing',
}

export const americanEntered = {
  holder_name: 'Ana Tremblay',
  routing_number: '021000021',
  account_number: '7654321',
  account_type: 'savings',
}

const signature = {
  category: 'personal',
  signature: { kind: 'typed', name: 'Ana Tremblay' },
  consent: true,
}
export const signed = { ...accountEntered, ...signature }
export const signedAmerican = { ...americanEntered, ...signature }
