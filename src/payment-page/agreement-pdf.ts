/** The signed agreement as a PDF: the payer's copy, and the company's. */
import PDFDocument from 'pdfkit'
import { longTime } from '../ground/show.ts'
import type { Signature, SignedAgreement, Signer } from './agreement.ts'
import { agreementKinds } from './agreement-kinds.ts'
import type { Language } from './agreement-text.ts'
import { SIGNATURE_HEIGHT, SIGNATURE_WIDTH } from './page/signature.ts'
import { type Block, layText, PLAIN_ASCENT } from './pdf-text.ts'
import { pdfTexts } from './pdf-texts.ts'

type Pdf = InstanceType<typeof PDFDocument>

export type PdfHead = { company: string; contact: string; amount: string; statement: string }

/**
 * Points; a letter page has 612 by 792. Above and below less is left, so that an agreement of either language
 * is one page.
 */
const MARGIN = 54
const MARGIN_VERTICAL = 38
const LABEL_WIDTH = 130
const SIGNATURE_SCALE = 0.3
const HEADING_HEIGHT = 20
const SIZE = 9.5
const INK = '#15202e'

/**
 * Draws the agreement. Tagged (PDF/UA's structure: headings, paragraphs, a figure with a text) and in its
 * language.
 */
export async function agreementPdf(agreement: SignedAgreement, head: PdfHead): Promise<Buffer> {
  const { language, signer, category } = agreement
  const words = pdfTexts[language]
  const { version, texts } = agreementKinds[agreement.kind]
  const { title, categories } = texts[language]
  const pdf = new PDFDocument({
    size: 'LETTER',
    margins: { top: MARGIN_VERTICAL, bottom: MARGIN_VERTICAL, left: MARGIN, right: MARGIN },
    pdfVersion: '1.7',
    tagged: true,
    displayTitle: true,
    lang: language === 'fr' ? 'fr-CA' : 'en-CA',
    info: {
      Title: `${title} – ${head.company}`.normalize('NFC'),
      Author: head.company.normalize('NFC'),
      CreationDate: agreement.signedAt,
    },
  })
  const chunks: Buffer[] = []
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk))
  const whole = new Promise<Buffer>((resolve, reject) => {
    pdf.on('end', () => resolve(Buffer.concat(chunks)))
    pdf.on('error', reject)
  })

  const root = pdf.struct('Document')
  pdf.addStructure(root)
  const add = (tag: 'H1' | 'H2' | 'P' | 'Caption', write: () => void) => root.add(pdf.struct(tag, {}, write))
  add('H1', () => pdf.font('Helvetica-Bold').fontSize(17).text(title))
  pdf.moveDown(0.6)
  const details: [string, string][] = [
    [words.payer, signer.holderName],
    [words.account, accountOf(signer, language)],
    [words.payee, `${head.company}, ${head.contact}`],
    [words.amount, head.amount],
    [words.statement, head.statement],
    [words.category, categories[category]],
  ]
  const addDetail = async (label: string, value: string) => {
    const block = await layText(pdf, value, { style: 'regular', size: SIZE, color: INK }, valueWidth(pdf))
    makeRoom(pdf, block.height)
    add('P', () => detail(pdf, label, block))
  }
  for (const [label, value] of details) await addDetail(label, value)
  for (const { heading, text, prominent } of agreement.paragraphs) {
    const style = prominent ? 'bold' : 'regular'
    const block = await layText(pdf, text, { style, size: SIZE, lineGap: 1.5 }, pdf.page.width - 2 * MARGIN)
    pdf.font('Helvetica').fontSize(SIZE).moveDown(0.7)
    makeRoom(pdf, HEADING_HEIGHT + block.height)
    add('H2', () => pdf.font('Helvetica-Bold').fontSize(11).text(heading, MARGIN))
    add('P', () => block.draw(MARGIN, pdf.y))
  }
  const signed =
    signer.signature.kind === 'typed'
      ? await layText(pdf, signer.signature.name, { style: 'italic', size: 24 }, pdf.page.width - 2 * MARGIN)
      : undefined
  pdf.font('Helvetica').fontSize(SIZE).moveDown(0.9)
  makeRoom(pdf, SIGNATURE_HEIGHT * SIGNATURE_SCALE + HEADING_HEIGHT)
  add('H2', () => pdf.font('Helvetica-Bold').fontSize(11).text(words.signature, MARGIN))
  root.add(
    pdf.struct('Figure', { alt: `${words.signature}: ${signer.holderName.normalize('NFC')}` }, () =>
      drawSignature(pdf, signer.signature, signed),
    ),
  )
  for (const [label, value] of [
    [words.signedAt, `${longTime(agreement.signedAt, language)} (${agreement.signedAt.toISOString()})`],
    [words.signedBy, words.kinds[signer.signature.kind]],
    [words.from, signer.ip],
    [words.browser, signer.userAgent],
    [words.reference, agreement.debitId],
    [words.version, agreement.textVersion ?? version],
  ] as const)
    await addDetail(label, value)
  root.end()
  pdf.end()
  return whole
}

/** The account as far as a copy may name it: branch, and the end of the number. */
function accountOf(signer: Signer, language: Language): string {
  const number = `••••${signer.accountNumber.slice(-4)}`
  if (!('routingNumber' in signer)) return `${signer.institutionNumber}-${signer.transitNumber}-${number}`
  const { routing, accountTypes } = pdfTexts[language]
  return `${number}, ${accountTypes[signer.accountType]}, ${routing} ${signer.routingNumber}`
}

/**
 * What has to stay together begins a page where it does not fit any more: before its tag is opened, which
 * cannot span two.
 */
function makeRoom(pdf: Pdf, height: number): void {
  if (pdf.y + height > pdf.page.height - MARGIN_VERTICAL) pdf.addPage()
}

const valueWidth = (pdf: Pdf) => pdf.page.width - 2 * MARGIN - LABEL_WIDTH

/** Label and value, side by side, on one line. */
function detail(pdf: Pdf, label: string, value: Block): void {
  const top = pdf.y
  pdf.font('Helvetica').fontSize(SIZE)
  const labelTop = top + value.baseline - SIZE * PLAIN_ASCENT
  pdf.fillColor('#4b5768').text(label, MARGIN, labelTop, { width: LABEL_WIDTH })
  value.draw(MARGIN + LABEL_WIDTH, top)
  pdf.x = MARGIN
  pdf.font('Helvetica').fontSize(SIZE).moveDown(0.15)
}

function drawSignature(pdf: Pdf, signature: Signature, typed: Block | undefined): void {
  const height = SIGNATURE_HEIGHT * SIGNATURE_SCALE
  const top = pdf.y + 4
  if (signature.kind === 'typed') {
    typed!.draw(MARGIN, top)
  } else {
    pdf.save().lineWidth(1.4).lineCap('round').lineJoin('round').strokeColor(INK)
    for (const [x = 0, y = 0, ...rest] of signature.strokes) {
      pdf.moveTo(MARGIN + x * SIGNATURE_SCALE, top + y * SIGNATURE_SCALE)
      // A dot is a line that goes nowhere.
      if (rest.length === 0) pdf.lineTo(MARGIN + x * SIGNATURE_SCALE, top + y * SIGNATURE_SCALE)
      for (let at = 0; at < rest.length; at += 2)
        pdf.lineTo(MARGIN + rest[at]! * SIGNATURE_SCALE, top + rest[at + 1]! * SIGNATURE_SCALE)
    }
    pdf.stroke().restore()
    pdf.y = top + height
  }
  const line = pdf.y + 2
  pdf
    .moveTo(MARGIN, line)
    .lineTo(MARGIN + SIGNATURE_WIDTH * SIGNATURE_SCALE, line)
    .lineWidth(0.5)
    .stroke('#7c879a')
  pdf.y = line + 8
  pdf.x = MARGIN
}
