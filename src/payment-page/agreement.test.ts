import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inflateSync } from 'node:zlib'
import { z } from 'zod'
import { bankAccountFields, checkAccount } from '../bank-accounts/bank-account.ts'
import type { SignedAgreement } from './agreement.ts'
import { type AgreementKind, agreementKinds } from './agreement-kinds.ts'
import { agreementPdf, printable } from './agreement-pdf.ts'
import { type Paragraph, payerCategories } from './agreement-text.ts'
import { checkBankFields, readBankFields } from './page/bank-fields.ts'
import { readStrokes } from './page/signature.ts'

const terms = {
  company: 'Maple Cycles',
  contact: 'billing@maplecycles.example, 1-800-555-0100',
  amount: '$128.40',
  statement: 'Order 1001',
}
const languages = ['en', 'fr'] as const
const textOf = (paragraphs: Paragraph[]) =>
  paragraphs.map(({ heading, text }) => `${heading} ${text}`).join('\n')

/** What the rules of each kind want, as words that stand for it. */
const elements = {
  // Appendix II of Rule H1.
  pad_h1: {
    en: {
      authority: /You authorize Maple Cycles .* to debit the bank account named/,
      amount: /for \$128\.40/,
      purpose: /Order 1001/,
      timing: /within five business days after you sign/,
      'one time': /ends by itself once the payment has been made/,
      'waived notice': /waive the right to be notified .* 10 days before/,
      cancellation: /may cancel this agreement at any time/,
      'sample form': /sample cancellation form.*payments\.ca/,
      'contact of the payee': /contact Maple Cycles: billing@maplecycles\.example, 1-800-555-0100/,
      recourse:
        /You have certain recourse rights if any debit does not comply with this agreement\. For example, you have the right to receive reimbursement for any debit that is not authorized or is not consistent with this PAD agreement\. To obtain more information on your recourse rights, contact your financial institution or visit payments\.ca/,
      personal: /a personal pre-authorized debit[\s\S]*90 calendar days/,
      business: /a business pre-authorized debit[\s\S]*10 business days/,
    },
    fr: {
      authority: /Vous autorisez Maple Cycles .* à débiter .* le compte bancaire indiqué/,
      amount: /\$128\.40/,
      purpose: /Order 1001/,
      timing: /dans les cinq jours ouvrables suivant votre signature/,
      'one time': /prend fin de lui-même une fois le paiement effectué/,
      'waived notice': /renoncez au droit d’être avisé .* 10 jours à l’avance/,
      cancellation: /pouvez annuler le présent accord en tout temps/,
      'sample form': /formulaire d’annulation.*paiements\.ca/,
      'contact of the payee':
        /communiquez avec Maple Cycles\u00a0: billing@maplecycles\.example, 1-800-555-0100/,
      recourse:
        /Vous avez certains droits de recours si un débit n’est pas conforme au présent accord\. Par exemple, vous avez le droit de recevoir le remboursement de tout débit qui n’est pas autorisé ou qui n’est pas compatible avec le présent accord de DPA\./,
      personal: /débit préautorisé personnel[\s\S]*90 jours civils/,
      business: /débit préautorisé d’entreprise[\s\S]*10 jours ouvrables/,
    },
  },
  // Nacha Operating Rules, 2.3.2; docs/ach.md.
  ach_web: {
    en: {
      'an authorization to debit':
        /Your authorization to debit your account You authorize Maple Cycles to debit/,
      'single entry': /once, for \$128\.40[\s\S]*This is a single debit/,
      amount: /for \$128\.40/,
      purpose: /Order 1001/,
      timing: /taken after you sign, and within five business days/,
      'its end': /ends by itself with that debit: any further debit needs a new authorization/,
      account: /the checking or savings account named in this authorization/,
      'the institution': /at a financial institution in the United States/,
      date: /on the day on which you sign, which is recorded/,
      'how to revoke, with whom, until when':
        /may revoke this authorization until the debit has been sent to the bank, by writing to Maple Cycles \(billing@maplecycles\.example, 1-800-555-0100\)/,
      'the law and the rules': /laws of the United States and the Nacha Operating Rules/,
      'to print, and a copy': /you can print this page; afterwards you receive a copy by e-mail/,
      retention: /at least two years after the debit/,
      personal: /is a personal account[\s\S]*Regulation E[\s\S]*within 60 days after it sent the statement/,
      business:
        /may sign for the business[\s\S]*two banking days only[\s\S]*agrees to be bound by these rules/,
    },
    fr: {
      'an authorization to debit':
        /Votre autorisation de débiter votre compte Vous autorisez Maple Cycles à débiter/,
      'single entry': /une seule fois[\s\S]*Il s’agit d’un seul débit/,
      amount: /de \$128\.40/,
      purpose: /Order 1001/,
      timing: /après votre signature, dans les cinq jours ouvrables/,
      'its end':
        /prend fin d’elle-même avec ce débit\u00a0: tout autre débit exige une nouvelle autorisation/,
      account: /le compte de chèques ou d’épargne indiqué dans la présente autorisation/,
      'the institution': /par une institution financière des États-Unis/,
      date: /le jour de votre signature, qui est consigné/,
      'how to revoke, with whom, until when':
        /pouvez révoquer la présente autorisation jusqu’à ce que le débit ait été transmis à la banque, en écrivant à Maple Cycles \(billing@maplecycles\.example, 1-800-555-0100\)/,
      'the law and the rules': /lois des États-Unis et par les règles de Nacha/,
      'to print, and a copy': /vous pouvez imprimer cette page[\s\S]*copie par courriel/,
      retention: /au moins deux ans après le débit/,
      personal: /un compte personnel[\s\S]*règlement E[\s\S]*dans les 60 jours/,
      business:
        /signer pour l’entreprise[\s\S]*deux jours bancaires[\s\S]*que l’entreprise accepte de respecter/,
    },
  },
}

for (const kind of ['pad_h1', 'ach_web'] as const)
  for (const language of languages)
    for (const category of payerCategories)
      test(`the ${kind} agreement in ${language} for a ${category} payment has all that its rules want`, () => {
        const text = textOf(agreementKinds[kind].texts[language].paragraphs(terms, category))
        for (const [element, words] of Object.entries(elements[kind][language])) {
          if ((payerCategories as readonly string[]).includes(element) && element !== category)
            assert.doesNotMatch(text, words, `not for a ${category} one`)
          else assert.match(text, words, element)
        }
      })

for (const language of languages) {
  test(`in ${language} Rule H1's waiver, and nothing else, stands out`, () => {
    const prominent = (kind: AgreementKind) =>
      agreementKinds[kind].texts[language].paragraphs(terms, 'personal').filter((one) => one.prominent)
    const [waiver, ...others] = prominent('pad_h1')
    assert.match(waiver!.text, elements.pad_h1[language]['waived notice'])
    assert.deepEqual([...others, ...prominent('ach_web')], [])
  })
}

const branches = {
  pad_h1: { institutionNumber: '001', transitNumber: '00011' },
  ach_web: { routingNumber: '021000021', accountType: 'savings' },
} as const

const agreement = (
  language: 'en' | 'fr',
  signature: SignedAgreement['signer']['signature'],
  kind: AgreementKind = 'pad_h1',
): SignedAgreement => ({
  companyId: '0197d3a0-0000-7000-8000-000000000001',
  debitId: '0197d3a0-0000-7000-8000-000000000002',
  ...{ kind, language, category: 'personal' },
  paragraphs: agreementKinds[kind].texts[language].paragraphs(terms, 'personal'),
  signer: {
    ...{ holderName: 'Amélie Tremblay', accountNumber: '7654321', ...branches[kind] },
    ...{ signature, ip: '203.0.113.7', userAgent: 'Test browser' },
  },
  signedAt: new Date('2026-11-21T17:00:00Z'),
})

/** The text that a PDF draws, without its layout: the strings of its content streams. */
function drawnText(pdf: Buffer): string {
  const streams = [...pdf.toString('latin1').matchAll(/stream\n([\s\S]*?)\nendstream/g)].map(([, raw]) => {
    try {
      return inflateSync(Buffer.from(raw!, 'latin1')).toString('latin1')
    } catch {
      return ''
    }
  })
  const strings = streams
    .join('\n')
    .split('\n')
    .filter((line) => line.endsWith(' TJ'))
    .map((line) =>
      [...line.matchAll(/<([0-9a-f]+)>/g)]
        .map(([, hex]) => Buffer.from(hex!, 'hex').toString('latin1'))
        .join(''),
    )
  return strings.join(' ').replace(/\s+/g, ' ')
}

const accountInPdf = {
  pad_h1: ['001-00011-', '4321'],
  ach_web: ['4321', 'épargne', 'numéro d’acheminement 021000021', 'Compte personnel (WEB), unique'],
}
for (const kind of ['pad_h1', 'ach_web'] as const)
  test(`the PDF of ${kind} names payer, account, payee, amount, time and address, is tagged and in the language`, async () => {
    const pdf = await agreementPdf(agreement('fr', { kind: 'typed', name: 'A. Tremblay' }, kind), terms)
    const raw = pdf.toString('latin1')
    assert.match(raw, /^%PDF-1\.7/)
    assert.match(raw, /\/Marked true/)
    assert.match(raw, /\/Lang \(fr-CA\)/)
    for (const tag of ['/H1', '/H2', '/Figure']) assert.ok(raw.includes(`/S ${tag}\n`), tag)
    const text = drawnText(pdf)
    for (const part of [
      ...['Amélie Tremblay', 'A. Tremblay', 'Maple Cycles', '$128.40', 'Order 1001'],
      ...['2026-11-21T17:00:00.000Z', '203.0.113.7', 'Test browser', '0197d3a0-0000-7000-8000-000000000002'],
      // Our fonts write it in Windows-1252.
      ...accountInPdf[kind].map((part) => part.replaceAll('’', '\u0092')),
    ])
      assert.ok(text.includes(part), `${part} in ${text}`)
    assert.ok(!text.includes('7654321'), 'the account number is not in the copy')
  })

test('a drawn signature is drawn', async () => {
  const pdf = await agreementPdf(
    agreement('en', {
      kind: 'drawn',
      strokes: [
        [10, 10, 300, 100, 590, 20],
        [5, 5],
      ],
    }),
    terms,
  )
  const drawn = [...pdf.toString('latin1').matchAll(/stream\n([\s\S]*?)\nendstream/g)]
    .map(([, raw]) => {
      try {
        return inflateSync(Buffer.from(raw!, 'latin1')).toString('latin1')
      } catch {
        return ''
      }
    })
    .join('\n')
  assert.ok(/\n57 [\d.]+ m\n144 [\d.]+ l\n231 [\d.]+ l/.test(drawn))
})

test('names beyond Latin letters do not break the PDF', async () => {
  assert.equal(printable('Zoë Nguyễn 王 ‘x’'), 'Zoë Nguyen ? ‘x’')
  const odd = agreement('en', { kind: 'typed', name: '王小明 🚲' })
  assert.ok(
    (await agreementPdf({ ...odd, signer: { ...odd.signer, holderName: '王小明' } }, terms)).length > 1000,
  )
})

test('the form takes an account if and only if the API does', () => {
  const api = z.object(bankAccountFields).superRefine(checkAccount)
  const common = { holder_name: 'Ada', account_number: '1234567', account_type: 'chequing' }
  const good = {
    canadian: { ...common, transit_number: '00011', institution_number: '001' },
    american: { ...common, routing_number: '021000021' },
  }
  const variants = {
    holder_name: ['', ' ', 'x'.repeat(100), 'x'.repeat(101)],
    transit_number: ['', '1234', '12345', '123456', 'abcde'],
    institution_number: ['', '12', '123', '1234', 'abc'],
    routing_number: ['', '021000021', '021000022', '011401533', '02100002', '0210000210', 'abcdefghi'],
    account_number: ['', '123456', '1234567', '123456789012', '1234567890123', '12345x7'],
    account_type: ['', 'chequing', 'savings', 'other'],
  }
  for (const country of ['canadian', 'american'] as const)
    for (const field of Object.keys(good[country]) as (keyof typeof variants)[])
      for (const value of variants[field]) {
        const sent = { ...good[country], [field]: value }
        const errors = checkBankFields(readBankFields(sent), country)
        assert.equal(errors.length === 0, api.safeParse(sent).success, `${field}: ${JSON.stringify(value)}`)
        assert.ok(errors.every((error) => error.field === field))
      }
})

test('spaces and dashes, as they stand on a cheque, are taken out of numbers', () => {
  assert.equal(readBankFields({ account_number: ' 12 34-567 ' }).account_number, '1234567')
  assert.deepEqual(checkBankFields(readBankFields(null), 'canadian').length, 5)
})

test('only strokes inside of the box, in bounds and with some ink are a signature', () => {
  assert.ok(readStrokes([[0, 0, 600, 200]]))
  for (const sent of [
    null,
    'x',
    [],
    [[]],
    [[1, 2, 3]],
    [[0, 0, 601, 0]],
    [[0, 0, 0, 201]],
    [[-1, 0, 100, 0]],
    [[0.5, 0, 100, 0]],
    [['0', 0, 100, 0]],
    [[0, 0, 20, 0]],
    Array.from({ length: 101 }, () => [0, 0, 100, 0]),
    [Array.from({ length: 6_002 }, (_, at) => (at % 2 ? 0 : at % 600))],
  ])
    assert.equal(readStrokes(sent), null, JSON.stringify(sent)?.slice(0, 60))
})
