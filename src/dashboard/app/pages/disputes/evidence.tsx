import { type FormEvent, useState } from 'react'
import { Button } from '../../parts/button.tsx'
import { DescriptionList } from '../../parts/description-list.tsx'
import { Field, Input } from '../../parts/field.tsx'
import { LeaveQuestion } from '../../parts/leave-question.tsx'
import { Problem } from '../../parts/problem-text.tsx'
import { useToast } from '../../parts/toasts.tsx'
import { useDownload } from '../../parts/use-download.ts'
import { useWords } from '../../words/words.ts'
import { type DisputeWithEvidence, fields } from './dispute.ts'
import { disputesWords } from './disputes-words.ts'
import type { EvidenceDraft } from './evidence-draft.ts'

/** What was given so far. */
export function EvidenceShown({ dispute: { dispute_id, evidence } }: { dispute: DisputeWithEvidence }) {
  const download = useDownload()
  const say = useWords(disputesWords)
  const given = fields.filter((field) => evidence.texts[field] !== undefined)
  if (evidence.deleted_at) return <p className="soft">{say.deleted}</p>
  if (given.length + evidence.files.length === 0) return <p className="soft">{say.noEvidence}</p>
  return (
    <DescriptionList
      items={[
        ...given.map((field) => [say.fields[field], evidence.texts[field]] as const),
        ...evidence.files.map(
          ({ evidence_id, name, bytes }) =>
            [
              say.documents,
              <span key={evidence_id}>
                <Button
                  look="plain"
                  icon="download"
                  onClick={() => download(`/dispute/${dispute_id}/evidence/${evidence_id}`, name)}
                >
                  {name}
                </Button>{' '}
                <span className="soft">({say.bytes(bytes)})</span>
              </span>,
            ] as const,
        ),
      ]}
    />
  )
}

/** Texts replace those that their fields had, documents are added. Nothing is submitted by it. */
export function EvidenceForm({ draft }: { draft: EvidenceDraft }) {
  const say = useWords(disputesWords)
  const toast = useToast()
  const [fault, setFault] = useState<string>()
  const save = async (event: FormEvent) => {
    event.preventDefault()
    if (draft.isEmpty) return setFault(say.nothingToSave)
    setFault(undefined)
    if (await draft.save()) toast({ title: say.saved })
  }
  return (
    <form className="stack" onSubmit={save} noValidate>
      {fields.map((field) => {
        const others = draft.savedMeanwhile(field)
        return (
          <Field
            key={field}
            label={say.fields[field]}
            error={others === undefined ? undefined : say.savedMeanwhile(others)}
          >
            {(drawn) => (
              <textarea
                className="control"
                rows={3}
                maxLength={5_000}
                value={draft.textOf(field)}
                onChange={({ target }) => draft.type(field, target.value)}
                {...drawn}
              />
            )}
          </Field>
        )
      })}
      <Input
        // A field of files is emptied by being another.
        key={draft.files.length === 0 ? 'none' : 'some'}
        label={say.addFiles}
        hint={draft.files.length === 0 ? say.filesHint : draft.files.map(({ name }) => name).join(', ')}
        type="file"
        multiple
        accept="application/pdf,image/png,image/jpeg"
        onChange={({ target }) => draft.setFiles([...(target.files ?? [])])}
      />
      <Problem of={fault ?? draft.write.error} />
      <div className="row">
        <Button type="submit" busy={draft.write.isPending}>
          {say.save}
        </Button>
      </div>
      <LeaveQuestion when={!draft.isEmpty} />
    </form>
  )
}
