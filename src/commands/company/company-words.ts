import { readFileSync } from 'node:fs'
import type { Feature } from '../../companies/company.ts'
import { OperatorError } from '../../ground/errors.ts'
import { type Command, type Given, theCompany } from '../command.ts'
import { changing } from '../on-database.ts'
import { uuid } from '../read-word.ts'

const id = '0197d3a0-0000-7000-8000-000000000001'
const features = ['card_on_file'] as const satisfies readonly Feature[]
const feature = { name: '<feature>', says: 'what to switch', choices: features } as const

/** `jetpay company …`: what a company may do, and what its payers see. */
export const companyWords: readonly Command[] = [
  {
    name: 'company enable',
    summary: 'Switch a feature of a company on',
    arguments: [theCompany, feature],
    examples: [`company enable ${id} card_on_file`],
    run: (given) => changeFeature(given, true),
  },
  {
    name: 'company disable',
    summary: 'Switch a feature of a company off',
    arguments: [theCompany, feature],
    examples: [`company disable ${id} card_on_file`],
    run: (given) => changeFeature(given, false),
  },
  {
    name: 'company alert-email',
    summary: 'Say who is mailed when a company’s webhooks fail',
    arguments: [theCompany],
    options: [{ flags: '--email <address>', says: 'where to; or `none`: to the operator', needed: true }],
    examples: [`company alert-email ${id} --email ops@example.com`],
    run: (given) =>
      changing(given, async (db) => {
        const { setAlertEmail } = await import('../../companies/company.ts')
        await setAlertEmail(db, uuid(given.need('company')), orNone(given.need('email')))
        return { ok: true }
      }),
  },
  {
    name: 'company contact',
    summary: 'Say how payers reach a company',
    arguments: [theCompany],
    options: [
      { flags: '--email <address>', says: 'shown on payment pages and debit agreements', needed: true },
      { flags: '--phone <number>', says: 'shown there too; or `none`', needed: true },
    ],
    examples: [`company contact ${id} --email hello@example.com --phone "+1 514 555 0100"`],
    run: (given) =>
      changing(given, async (db) => {
        const { setPayeeContact } = await import('../../companies/payee.ts')
        const phone = orNone(given.need('phone'))
        await setPayeeContact(db, uuid(given.need('company')), { email: given.need('email'), phone })
        return { ok: true, note: 'Payment pages and debit agreements show it from now on.' }
      }),
  },
  {
    name: 'company language',
    summary: 'Set the language of a company’s pages and mails',
    details: 'For contacts without a language whose browser wants neither English nor French.',
    arguments: [theCompany, { name: '<language>', says: 'English or French', choices: ['en', 'fr'] }],
    examples: [`company language ${id} fr`],
    run: (given) =>
      changing(given, async (db) => {
        const { setLanguage } = await import('../../companies/payee.ts')
        await setLanguage(db, uuid(given.need('company')), given.words[1]!)
        return { ok: true }
      }),
  },
  {
    name: 'company receipts',
    summary: 'Switch receipts by mail to its payers on or off',
    arguments: [theCompany, { name: '<on or off>', says: 'whether they are sent', choices: ['on', 'off'] }],
    examples: [`company receipts ${id} on`],
    run: (given) =>
      changing(given, async (db) => {
        const { setReceiptsByMail } = await import('../../companies/company.ts')
        await setReceiptsByMail(db, uuid(given.need('company')), given.words[1] === 'on')
        return { ok: true, note: 'Payers are mailed a receipt for what is paid and refunded while it is on.' }
      }),
  },
  {
    name: 'company logo',
    summary: 'Set the picture on a company’s payment pages',
    arguments: [theCompany],
    options: [{ flags: '--file <path>', says: 'a PNG or JPEG of at most 100 kB, or `none`', needed: true }],
    examples: [`company logo ${id} --file logo.png`],
    run: (given) =>
      changing(given, async (db) => {
        const { setLogo } = await import('../../companies/payee.ts')
        const file = orNone(given.need('file'))
        await setLogo(db, uuid(given.need('company')), file === null ? null : readPicture(file))
        return { ok: true }
      }),
  },
]

const orNone = (text: string) => (text === 'none' ? null : text)

const changeFeature = (given: Given, enabled: boolean) =>
  changing(given, async (db) => {
    const { setFeature } = await import('../../companies/company.ts')
    await setFeature(db, uuid(given.need('company')), given.words[1] as Feature, enabled)
    return { feature: given.words[1], enabled, note: 'Running processes see it within 10 seconds.' }
  })

function readPicture(file: string): Buffer {
  try {
    return readFileSync(file)
  } catch (error) {
    throw new OperatorError(`${file} cannot be read: ${(error as Error).message}.`, 'not_found')
  }
}
