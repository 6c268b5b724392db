/** How people ask: what of a question tells nothing, what a phrase means, and words that mean the same. */

/** Words that stand in every question, and tell nothing of what is asked. */
export const passedOver: ReadonlySet<string> = new Set(
  `a about an and any are as at be by can could did do does for from get gets getting has have how i if in
  is it its let make me mean means my need of on one or our set should so some somebody someone than that
  the their them there they this to us use using want was we were what when where which who whom why will
  with without you your`
    .split(/\s+/)
    .filter((word) => word !== ''),
)

/** Several words that mean one, whatever stands between them. */
const phrases: readonly [RegExp, string][] = [
  [/\b(?:pay|paid|give|send|sent|put|get)\w* (?:\S+ ){0,4}back\b|\bmoney back\b/gi, 'refund'],
  [
    /\b(?:return|reimburse|reverse) (?:\S+ ){0,2}(?:money|payment|charge|sale|funds|amount|customer|payer|card)\b/gi,
    'refund',
  ],
  [/\b(?:pay|paid) (?:out|me|us)\b|\bget paid\b|\bpaid out\b/gi, 'payout'],
  [/\bgo(?:ing)? (?:to|into) production\b|\bgo(?:ing)? live\b|\bproduction\b/gi, 'going live'],
  [/\b(?:get|getting) started\b/gi, 'quick start'],
  [/\bsign(?:ing)? (?:up|in|on)\b|\blog(?:ging)? in\b/gi, 'sign in'],
  [/\btoo many requests\b/gi, 'rate limit 429'],
  [/\btime ?travel\w*|\bfast forward\b/gi, 'sandbox clock'],
]

/** A question with its phrases said in one word. */
export const meantBy = (words: string): string =>
  phrases.reduce((said, [phrase, one]) => said.replaceAll(phrase, one), words)

/** Of each line every word stands for the others; as stems, see `stem`. */
const groups = `
contact customer shopper client buyer consumer
payer customer cardholder
token key credential
rotat renew chang roll
cancel void abort
delet remov eras
refund reimburs repay
disput chargeback
payout deposit disburs settlement
credit disburs transfer
charg payment pay purchas sal
fraud fraudulent
preauthoriz preauth authoriz authoris hold reserv
captur collect
schedul recurr subscription installment instalment
save stor keep remember vault
fail declin refus reject
retry repeat again
duplicat doubl twic repeat
webhook callback notification hook
secret key
limit maximum cap
mail email
team member colleagu user
export download csv report
restor recover
setting configuration config option environment
instal deploy setup
merchant company
timeout timedout
log history audit
month subscription
`
  .trim()
  .split('\n')
  .map((line) => line.split(' '))

/** The words that mean the same as this one. */
export const otherWordsFor = (stem: string): string[] =>
  [...new Set(groups.filter((group) => group.includes(stem)).flat())].filter((word) => word !== stem)
