import { Problem, useProblemText } from '../../parts/problem-text.tsx'
import { Question } from '../../parts/question.tsx'
import '../../styles/developers.css'
import { type ChangeEvent, useRef, useState } from 'react'
import { useWrite } from '../../data/queries.ts'
import { Button } from '../../parts/button.tsx'
import { Panel } from '../../parts/description-list.tsx'
import { Field, Input } from '../../parts/field.tsx'
import { Money } from '../../parts/money.tsx'
import { useToast } from '../../parts/toasts.tsx'
import { inBoth, useWords } from '../../words/words.ts'
import { type Company, OUR_ACCENT } from './company.ts'
import { settingsWords } from './settings-words.ts'

const logoWords = inBoth({
  en: {
    title: 'Remove the logo?',
    says: 'Payment pages and mails then show the first letter of the name. The picture is not kept here.',
  },
  fr: {
    title: 'Retirer le logo?',
    says: 'Les pages de paiement et les courriels montrent alors l’initiale du nom. L’image n’est pas gardée ici.',
  },
})

/** Colour and logo of payment pages, with a picture of one. */
export function Branding({ company, mayWrite }: { company: Company; mayWrite: boolean }) {
  const say = useWords(settingsWords)
  const toast = useToast()
  const [accent, setAccent] = useState(company.accent_color ?? OUR_ACCENT)
  const file = useRef<HTMLInputElement>(null)
  const colour = useWrite<Company>(['/company'])
  const logo = useWrite<Company>(['/company'])
  const problemText = useProblemText()
  const ask = useWords(logoWords)
  const setColour = (accent_color: string | null, undo?: () => void) =>
    colour.mutate(
      { path: '/company', method: 'PATCH', body: { accent_color } },
      {
        onSuccess: () => {
          setAccent(accent_color ?? OUR_ACCENT)
          toast({ title: say.saved, ...(undo && { undo }) })
        },
      },
    )
  const saveColour = (accent_color: string | null) => {
    const before = company.accent_color
    setColour(accent_color, () => setColour(before))
  }
  const sendLogo = async ({ target }: ChangeEvent<HTMLInputElement>) => {
    const [chosen] = target.files ?? []
    target.value = ''
    if (!chosen) return
    const content = await base64Of(chosen)
    logo.mutate(
      { path: '/company/logo', method: 'PUT', body: { content } },
      { onSuccess: () => toast({ title: say.logoSaved }) },
    )
  }
  return (
    <Panel title={say.branding}>
      <div className="fields">
        <fieldset className="bare stack" disabled={!mayWrite}>
          <div className="row end-aligned">
            <Input
              label={say.accent}
              hint={say.accentHint}
              value={accent}
              onChange={({ target }) => setAccent(target.value.toLowerCase())}
              error={colour.error?.of('accent_color')}
            />
            <input
              type="color"
              className="swatch"
              aria-label={say.pickColour}
              value={/^#[0-9a-f]{6}$/.test(accent) ? accent : OUR_ACCENT}
              onChange={({ target }) => setAccent(target.value)}
            />
          </div>
          <Problem of={colour.error} />
          {mayWrite && (
            <div className="row">
              <Button look="primary" busy={colour.isPending} onClick={() => saveColour(accent)}>
                {say.save}
              </Button>
              <Button onClick={() => saveColour(null)}>{say.defaultColour}</Button>
            </div>
          )}
          <Field
            label={say.logo}
            hint={say.logoHint}
            error={logo.error ? (logo.error.of('content') ?? problemText(logo.error)) : undefined}
          >
            {(drawn) => (
              <input
                {...drawn}
                ref={file}
                type="file"
                className="control"
                accept="image/png,image/jpeg"
                onChange={(event) => void sendLogo(event)}
              />
            )}
          </Field>
          {mayWrite && company.logo_url && (
            <Question
              verb={say.removeLogo}
              title={ask.title}
              description={ask.says}
              look="bad"
              written={() => ({ path: '/company/logo', method: 'DELETE' })}
              concerns={['/company']}
              done={say.logoRemoved}
            />
          )}
        </fieldset>
        <Preview company={company} accent={accent} />
      </div>
    </Panel>
  )
}

/** A payment page in small. A picture: nothing in it can be pressed. */
function Preview({ company, accent }: { company: Company; accent: string }) {
  const say = useWords(settingsWords)
  return (
    <figure className="pay-preview">
      <figcaption>{say.preview}</figcaption>
      <div className="pay-sheet">
        <p className="row">
          {company.logo_url ? (
            <img className="pay-logo" src={new URL(company.logo_url).pathname} alt="" />
          ) : (
            <span className="pay-logo" aria-hidden="true">
              {company.name.slice(0, 1)}
            </span>
          )}
          <strong>{company.name}</strong>
        </p>
        <p>{say.pay(company.name)}</p>
        <p className="pay-amount">
          <Money amount="128.40" />
        </p>
        <p className="pay-soft">{say.statement}</p>
        <p className="pay-button" ref={(element) => element?.style.setProperty('--pay-accent', accent)}>
          {say.payNow}
        </p>
      </div>
    </figure>
  )
}

async function base64Of(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  // In pieces: a function takes so many arguments only.
  const PIECE = 8_192
  let text = ''
  for (let at = 0; at < bytes.length; at += PIECE)
    text += String.fromCharCode(...bytes.subarray(at, at + PIECE))
  return btoa(text)
}
