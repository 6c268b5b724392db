import { type FormEvent, useState } from 'react'
import { Button } from '../../parts/button.tsx'
import { useBytesText } from '../../parts/bytes-text.ts'
import { DescriptionList } from '../../parts/description-list.tsx'
import { Input, TextArea } from '../../parts/field.tsx'
import { LeaveQuestion } from '../../parts/leave-question.tsx'
import { Problem } from '../../parts/problem-text.tsx'
import { useToast } from '../../parts/toasts.tsx'
import { useDownload } from '../../parts/use-download.ts'
import { useErrorText } from '../../words/error-text.ts'
import { partWords } from '../../words/part-words.ts'
import { useWords } from '../../words/words.ts'
import { type DisputeWithEvidence, fields } from './dispute.ts'
import { disputesWords } from './disputes-words.ts'
import type { EvidenceDraft } from './evidence-draft.ts'

/** What was given so far. */
export function EvidenceShown({ dispute: { dispute_id, evidence } }: { dispute: DisputeWithEvidence }) {
  const download = useDownload()
  const bytesText = useBytesText()
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
                <span className="soft">({bytesText(bytes)})</span>
              </span>,
            ] as const,
        ),
      ]}
    />
  )
}

/** As the API takes them (src/disputes/add-evidence.ts). */
const TEXT_MAX = 5_000
const FILES_BYTES_MAX = 2 * 1024 * 1024

/** Texts replace those that their fields had, documents are added. Nothing is submitted by it. */
export function EvidenceForm({ draft }: { draft: EvidenceDraft }) {
  const say = useWords(disputesWords)
  const partSay = useWords(partWords)
  const errorText = useErrorText()
  const toast = useToast()
  const [fault, setFault] = useState<string>()
  const save = async (event: FormEvent) => {
    event.preventDefault()
    if (draft.isEmpty) return setFault(say.nothingToSave)
    if (draft.files.reduce((sum, { size }) => sum + size, 0) > FILES_BYTES_MAX)
      return setFault(say.filesTooLarge)
    setFault(undefined)
    if (await draft.save()) toast({ title: say.saved })
  }
  // Of each document by its name: `files.0.content` is how a program counts them.
  const fileFaults = draft.files.flatMap(({ name }, at) =>
    ['content', 'name'].flatMap((part) => {
      const wrong = draft.write.error?.of(`files.${at}.${part}`)
      return wrong === undefined ? [] : [`${name}${partSay.colon} ${errorText(wrong)}`]
    }),
  )
  const fileFault = [draft.write.error?.of('files'), ...fileFaults].filter(Boolean).join('. ') || undefined
  return (
    <form className="stack" onSubmit={save} noValidate>
      {fields.map((field) => {
        const others = draft.savedMeanwhile(field)
        return (
          <TextArea
            key={field}
            label={say.fields[field]}
            error={
              others === undefined ? draft.write.error?.of(`texts.${field}`) : say.savedMeanwhile(others)
            }
            maxLength={TEXT_MAX}
            value={draft.textOf(field)}
            onChange={({ target }) => draft.type(field, target.value)}
          />
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
        error={fileFault}
        onChange={({ target }) => {
          draft.setFiles([...(target.files ?? [])])
          if (draft.write.error) draft.write.reset()
        }}
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
