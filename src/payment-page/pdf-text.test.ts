/** Names in a PDF, as they are drawn and as programs read them. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import PDFDocument from 'pdfkit'
import { streamsOf } from '../../test/signed-agreement.ts'
import { faceFor } from './pdf-fonts.ts'
import { layText } from './pdf-text.ts'

async function drawn(...texts: string[]): Promise<Buffer> {
  const pdf = new PDFDocument({ size: 'LETTER', pdfVersion: '1.7' })
  const chunks: Buffer[] = []
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk))
  const ended = new Promise((resolve) => pdf.on('end', resolve))
  for (const text of texts) (await layText(pdf, text, { style: 'regular', size: 20 }, 400)).draw(72, pdf.y)
  pdf.end()
  await ended
  return Buffer.concat(chunks)
}

const fontsOf = (pdf: Buffer) =>
  [...pdf.toString('latin1').matchAll(/\/FontName \/[A-Z]{6}\+(\S+)/g)].map(([, name]) => name)

/** What is drawn, without the text beside it. */
const glyphsOf = (pdf: Buffer) =>
  streamsOf(pdf)
    .split('\n')
    .filter((line) => line.endsWith(' TJ'))

const ofTheirScript: Record<string, string> = {
  Arabic: 'محمد علی\u200cزاده',
  Devanagari: 'श्रीमान् क्षत्रिय',
  Gurmukhi: 'ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ ਢਿੱਲੋਂ',
  Tamil: 'தமிழ்ச்செல்வி',
  Thai: 'น้ำผึ้ง',
  // Its marks stand on each other, of which fontkit cannot read the place.
  Khmer: 'សុខ ស្រីមុំ',
  Ethiopic: 'ሰላም',
}

test('a name is drawn in the font of its script, also where that font cannot place its marks', async () => {
  for (const [script, name] of Object.entries(ofTheirScript)) {
    const fonts = fontsOf(await drawn(name))
    assert.ok(
      fonts.some((font) => font?.includes(`otoSans${script}`)),
      `${script}: ${fonts}`,
    )
    assert.ok(!fonts.some((font) => /unifont/i.test(font!)), `${script}: ${fonts}`)
  }
})

test('two names of one script are drawn each as by itself, one of them without the table of places', async () => {
  const [plain, stacked] = ['ខ្មែរ', 'មុំ']
  const fonts = fontsOf(await drawn(plain, stacked))
  assert.deepEqual(fonts.filter((font) => /khmer/i.test(font!)).sort(), [
    'NotoSansKhmer-Regular',
    'XotoSansKhmer-Regular',
  ])
})

test('the ring of a Thai or Lao AM is drawn below the tone mark', async () => {
  for (const [written, apart] of [
    ['น้ำ', 'น\u0e4d\u0e49\u0e32'],
    ['ນ້ຳ', 'ນ\u0ecd\u0ec9\u0eb2'],
  ] as const)
    assert.deepEqual(glyphsOf(await drawn(written)), glyphsOf(await drawn(apart)))
})

test('fonts are kept unpacked: fontkit would unpack one again for each letter', async () => {
  for (const name of [...Object.values(ofTheirScript), '王', 'さ', 'ᎣᏏᏲ', 'Ł']) {
    const face = await faceFor(name[0]!, name, 'regular')
    assert.ok(['00010000', '4f54544f'].includes(face!.file.toString('hex', 0, 4)), name)
  }
})

test('the text beside letters ends where they stand, so that programs read it there', async () => {
  const stream = streamsOf(await drawn('Nguyễn Thị Hồng Ánh'))
  assert.match(stream, /\nq\n1 0 0 -1 0 792 cm\nEMC\nQ\n/)
})

test('a picture that no font has is named, without its joiners, and lines break within it', async () => {
  const pdf = await drawn('👩\u200d🚀👩\u200d🚀👩\u200d🚀👩\u200d🚀 Ann')
  const rows = new Set([...streamsOf(pdf).matchAll(/1 0 0 1 \S+ (\S+) Tm/g)].map(([, y]) => y))
  assert.ok(rows.size > 1, String([...rows]))
  assert.deepEqual(glyphsOf(await drawn('👩\u200d🚀')), glyphsOf(await drawn('👩🚀')))
})
