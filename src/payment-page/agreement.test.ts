import assert from 'node:assert/strict'
import { test } from 'node:test'
import { signedAgreement as agreement, streamsOf, terms } from '../../test/signed-agreement.ts'
import { type AgreementKind, agreementKinds } from './agreement-kinds.ts'
import { agreementPdf } from './agreement-pdf.ts'
import { type Paragraph, payerCategories } from './agreement-text.ts'

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

/** The text that a PDF draws, without its layout: the strings of its content streams. */
function drawnText(pdf: Buffer): string {
  const strings = streamsOf(pdf)
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
      'Amélie Tremblay',
      'A. Tremblay',
      'Maple Cycles',
      '$128.40',
      'Order 1001',
      '2026-11-21T17:00:00.000Z',
      '203.0.113.7',
      'Test browser',
      '0197d3a0-0000-7000-8000-000000000002',
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
  assert.ok(/\n57 [\d.]+ m\n144 [\d.]+ l\n231 [\d.]+ l/.test(streamsOf(pdf)))
})

const escapes: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }

test('names beyond Latin letters do not break the PDF, and are in it as they are, none of their letters as another', async () => {
  const names = [
    'Zoë Nguyễn',
    'Łukasz Gżegżółka',
    'Γιώργος',
    'Олександр Їжакевич',
    'J\u030cohn',
    'محمد علی پژوهش',
    'שרה כהן',
    'श्रीमान् क्षत्रिय',
    'ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ',
    'শ্রী রবীন্দ্রনাথ',
    'தமிழ்ச்செல்வி',
    'ગુજરાતી',
    'తెలుగు శ్రీ',
    'ಕನ್ನಡ',
    'മലയാളം',
    'ශ්‍රී',
    'สมชาย',
    'Հայաստան',
    'ქართული',
    'ខ្មែរ',
    'ᐃᓄᒃᑎᑐᑦ',
    'ሰላም',
    '王小明',
    '陳大文',
    '鈴木さくら',
    '김민준',
    'ᎣᏏᏲ',
  ]
  for (const name of names) {
    const of = agreement('en', { kind: 'typed', name })
    const pdf = await agreementPdf({ ...of, signer: { ...of.signer, holderName: name } }, terms)
    const raw = pdf.toString('latin1')
    assert.match(raw, /\/FontFile[23]/, name)
    assert.equal(raw.match(/\/Type \/Page\n/g)?.length, 1, `${name}: one page`)
    // Poppler and others turn about what goes from right to left, so it has no text beside its letters.
    if (/[\p{sc=Arabic}\p{sc=Hebrew}]/u.test(name)) continue
    const utf16 = Buffer.from(name.normalize('NFC'), 'utf16le').swap16().toString('latin1')
    const unescaped = streamsOf(pdf).replaceAll(/\\([()\\nrtbf])/g, (_, of) => escapes[of] ?? of)
    assert.equal(
      unescaped.split(`/ActualText (\xfe\xff${utf16})`).length - 1,
      2,
      `${name}: as payer and as signature`,
    )
  }
  const odd = agreement('en', { kind: 'typed', name: '王小明 🚲' })
  assert.ok(
    (await agreementPdf({ ...odd, signer: { ...odd.signer, holderName: '王小明' } }, terms)).length > 1000,
  )
})

test('a decomposed name, and the marks of Latin letters, are drawn as they are by the fonts of every reader', async () => {
  const name = 'Jose\u0301 Ÿvonne Šimek Žižka'
  const of = agreement('en', { kind: 'typed', name })
  const text = drawnText(await agreementPdf({ ...of, signer: { ...of.signer, holderName: name } }, terms))
  assert.ok(text.includes('José \u009fvonne \u008aimek \u008ei\u009eka'), text.slice(0, 200))
})
