import { useState } from 'react'
import { changesOf } from '../../data/changes.ts'
import { asTyped, decimal } from '../../data/decimal.ts'
import { useWrite } from '../../data/queries.ts'
import { ConfirmDialog } from '../../parts/dialog.tsx'
import { Input } from '../../parts/field.tsx'
import { MetadataField, metadataOf, pairsOf } from '../../parts/metadata-field.tsx'
import { useToast } from '../../parts/toasts.tsx'
import { useLanguage } from '../../words/language.tsx'
import { useWords } from '../../words/words.ts'
import type { Schedule } from './schedule.ts'
import { scheduleWords } from './schedule-words.ts'

/** Changes a schedule from its next date on. */
export function ScheduleEdit({ schedule, onClose }: { schedule: Schedule; onClose(): void }) {
  const say = useWords(scheduleWords)
  const toast = useToast()
  const { language } = useLanguage()
  const [said, setSaid] = useState({
    amount: asTyped(schedule.amount, language),
    statement: schedule.statement,
    note: schedule.note ?? '',
    external_reference: schedule.external_reference ?? '',
    end: schedule.end ?? '',
    count: String(schedule.count ?? ''),
  })
  const [pairs, setPairs] = useState(() => pairsOf(schedule.metadata))
  const write = useWrite<Schedule>(['/schedule'])
  const field = (name: keyof typeof said) => ({
    value: said[name],
    error: write.error?.of(name),
    onChange: ({ target }: { target: { value: string } }) => setSaid({ ...said, [name]: target.value }),
  })
  const body = {
    amount: decimal(said.amount),
    statement: said.statement,
    note: said.note || null,
    external_reference: said.external_reference || null,
    metadata: metadataOf(pairs),
    end: said.end || null,
    count: said.count ? Number(said.count) : null,
  }
  const [opened] = useState(body)
  const save = () => {
    const changed = changesOf(opened, body)
    if (!changed) return onClose()
    write.mutate(
      { path: `/schedule/${schedule.identifier}`, method: 'PATCH', body: changed },
      {
        onSuccess: () => {
          toast({ title: say.saved })
          onClose()
        },
      },
    )
  }
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={say.editTitle}
      description={say.editSays}
      confirm={say.save}
      busy={write.isPending}
      error={write.error}
      onConfirm={save}
    >
      <div className="pair">
        <Input label={say.amount} inputMode="decimal" required {...field('amount')} />
        <Input label={say.statement} maxLength={30} required {...field('statement')} />
      </div>
      <div className="pair">
        <Input label={say.end} type="date" hint={say.endHint} {...field('end')} />
        <Input label={say.count} type="number" min={1} max={1200} {...field('count')} />
      </div>
      <Input label={say.note} maxLength={500} {...field('note')} />
      <Input label={say.reference} maxLength={100} {...field('external_reference')} />
      <MetadataField
        value={pairs}
        onChange={setPairs}
        errorOf={(key) => write.error?.of(`metadata.${key}`)}
      />
    </ConfirmDialog>
  )
}
