import { Problem } from '../../parts/problem-text.tsx'
import '../../styles/developers.css'
import { type FormEvent, useMemo, useState } from 'react'
import { changesOf } from '../../data/changes.ts'
import { useWrite } from '../../data/queries.ts'
import { Button } from '../../parts/button.tsx'
import { Combobox } from '../../parts/combobox.tsx'
import { Panel } from '../../parts/description-list.tsx'
import { Checkbox, Input, Select } from '../../parts/field.tsx'
import { useToast } from '../../parts/toasts.tsx'
import { languages } from '../../words/language.tsx'
import { useWords } from '../../words/words.ts'
import type { Company } from './company.ts'
import { settingsWords } from './settings-words.ts'

/** Those that the browser lists, and the company's: a zone has an old name and a new one. */
const zonesWith = (own: string) =>
  [...new Set(['UTC', own, ...Intl.supportedValuesOf('timeZone')])].map((value) => ({
    value,
    label: value.replaceAll('_', ' '),
  }))

type Fields = Pick<Company, 'name' | 'language' | 'time_zone' | 'receipts_by_mail'> &
  Record<'email' | 'phone' | 'alert', string>

const fieldsOf = (company: Company): Fields => ({
  name: company.name,
  language: company.language,
  time_zone: company.time_zone,
  receipts_by_mail: company.receipts_by_mail,
  email: company.contact_email ?? '',
  phone: company.contact_phone ?? '',
  alert: company.alert_email ?? '',
})

const bodyOf = ({ email, phone, alert, ...fields }: Fields) => ({
  ...fields,
  // An address that is there cannot be taken away.
  contact_email: email || undefined,
  contact_phone: phone || null,
  alert_email: alert || null,
})

/**
 * Names, addresses, language and days. A field that nobody has typed into follows what is saved, and is not
 * sent; what was changed can be taken back.
 */
export function CompanyForm({ company, mayWrite }: { company: Company; mayWrite: boolean }) {
  const say = useWords(settingsWords)
  const toast = useToast()
  const zones = useMemo(() => zonesWith(company.time_zone), [company.time_zone])
  const [typed, setTyped] = useState<Partial<Fields>>({})
  const saved = fieldsOf(company)
  const fields = { ...saved, ...typed }
  const write = useWrite<Company>(['/company'])
  const set = (changed: Partial<Fields>) => setTyped((before) => ({ ...before, ...changed }))
  const send = (body: object, onSuccess: () => void) =>
    write.mutate({ path: '/company', method: 'PATCH', body }, { onSuccess })
  const save = (event: FormEvent) => {
    event.preventDefault()
    const changed = changesOf(bodyOf(saved), bodyOf(fields))
    if (!changed) return toast({ title: say.saved })
    const before = changesOf(bodyOf(fields), bodyOf(saved))
    send(changed, () => {
      setTyped((now) => changesOf(typed, now) ?? {})
      toast({ title: say.saved, ...(before && { undo: () => send(before, () => setTyped({})) }) })
    })
  }
  const errorOf = (path: string) => write.error?.of(path)
  return (
    <Panel title={say.payers}>
      <form className="stack" onSubmit={save} noValidate>
        <fieldset className="bare stack" disabled={!mayWrite}>
          <div className="fields">
            <Input
              label={say.name}
              hint={say.nameHint}
              required
              maxLength={100}
              value={fields.name}
              onChange={({ target }) => set({ name: target.value })}
              error={errorOf('name')}
            />
            <Input
              label={say.email}
              hint={say.emailHint}
              type="email"
              value={fields.email}
              onChange={({ target }) => set({ email: target.value })}
              error={errorOf('contact_email')}
            />
            <Input
              label={say.phone}
              type="tel"
              value={fields.phone}
              onChange={({ target }) => set({ phone: target.value })}
              error={errorOf('contact_phone')}
            />
            <Input
              label={say.alertEmail}
              hint={say.alertHint}
              type="email"
              value={fields.alert}
              onChange={({ target }) => set({ alert: target.value })}
              error={errorOf('alert_email')}
            />
            <Select
              label={say.language}
              hint={say.languageHint}
              value={fields.language}
              onChange={({ target }) => set({ language: target.value as Company['language'] })}
              options={Object.entries(languages).map(([value, label]) => ({ value, label }))}
            />
            <Combobox
              label={say.timeZone}
              hint={say.timeZoneHint}
              options={zones}
              value={fields.time_zone}
              onChange={(zone) => zone && set({ time_zone: zone })}
              error={errorOf('time_zone')}
            />
          </div>
          <div>
            <Checkbox
              label={say.receipts}
              aria-describedby="receipts-hint"
              checked={fields.receipts_by_mail}
              onChange={({ target }) => set({ receipts_by_mail: target.checked })}
            />
            <p className="hint" id="receipts-hint">
              {say.receiptsHint}
            </p>
          </div>
          <Problem of={write.error} />
          {mayWrite && (
            <div className="row">
              <Button type="submit" look="primary" busy={write.isPending}>
                {say.save}
              </Button>
            </div>
          )}
        </fieldset>
      </form>
    </Panel>
  )
}
