/** Letters that no decomposition brings to ASCII. */
const replacements: Record<string, string> = {
  Œ: 'OE',
  Æ: 'AE',
  ẞ: 'SS',
  Ø: 'O',
  Ł: 'L',
  Đ: 'D',
  Þ: 'TH',
}

/**
 * A name or reference as banks print it: upper case without accents, cut to `length` characters. Banks' guides ask for capitals
 * (RBC, CPA-005 credit file) and differ on signs, so only letters and digits pass, which none refuses; all else becomes a space. May be
 * empty, for instance for a name in another script.
 */
export function bankText(text: string, length: number): string {
  return text
    .toUpperCase()
    .replaceAll(/[ŒÆẞØŁĐÞ]/g, (letter) => replacements[letter]!)
    .normalize('NFD')
    .replaceAll(/\p{Mark}/gu, '')
    .replaceAll(/[^A-Z0-9 ]/g, ' ')
    .replaceAll(/ +/g, ' ')
    .trim()
    .slice(0, length)
    .trimEnd()
}
