import { type FormEvent, useState } from 'react'
import { useWrite } from '../../data/queries.ts'
import { Button } from '../../parts/button.tsx'
import { DescriptionList } from '../../parts/description-list.tsx'
import { Field, Input } from '../../parts/field.tsx'
import { Problem } from '../../parts/problem-text.tsx'
import { useToast } from '../../parts/toasts.tsx'
import { useDownload } from '../../parts/use-download.ts'
import { useWords } from '../../words/words.ts'
import { type DisputeWithEvidence, type Field as EvidenceField, fields } from './dispute.ts'
import { disputesWords } from './disputes-words.ts'

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

const inBase64 = (file: File) =>
  new Promise<string>((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''))
    reader.onerror = () => reject(reader.error)
    reader.readAsDataURL(file)
  })

/** Texts replace those that their fields had, documents are added. Nothing is submitted by it. */
export function EvidenceForm({ dispute }: { dispute: DisputeWithEvidence }) {
  const say = useWords(disputesWords)
  const toast = useToast()
  const write = useWrite(['/dispute'])
  const [texts, setTexts] = useState<Partial<Record<EvidenceField, string>>>(dispute.evidence.texts)
  const [files, setFiles] = useState<readonly File[]>([])
  const [fault, setFault] = useState<string>()
  const save = async (event: FormEvent) => {
    event.preventDefault()
    if (write.isPending) return
    const changed = Object.fromEntries(
      Object.entries(texts).filter(
        ([field, said]) => said !== '' && said !== dispute.evidence.texts[field as EvidenceField],
      ),
    )
    if (Object.keys(changed).length + files.length === 0) return setFault(say.nothingToSave)
    setFault(undefined)
    const contents = await Promise.all(
      files.map(async (file) => ({ name: file.name, content: await inBase64(file) })),
    )
    write.mutate(
      {
        path: `/dispute/${dispute.dispute_id}/evidence`,
        body: { texts: changed, ...(contents.length > 0 && { files: contents }) },
      },
      { onSuccess: () => toast({ title: say.saved }) },
    )
  }
  return (
    <form className="stack" onSubmit={save} noValidate>
      {fields.map((field) => (
        <Field key={field} label={say.fields[field]}>
          {(drawn) => (
            <textarea
              className="control"
              rows={3}
              maxLength={5_000}
              value={texts[field] ?? ''}
              onChange={({ target }) => setTexts({ ...texts, [field]: target.value })}
              {...drawn}
            />
          )}
        </Field>
      ))}
      <Input
        label={say.addFiles}
        hint={say.filesHint}
        type="file"
        multiple
        accept="application/pdf,image/png,image/jpeg"
        onChange={({ target }) => setFiles([...(target.files ?? [])])}
      />
      <Problem of={fault ?? write.error} />
      <div className="row">
        <Button type="submit" busy={write.isPending}>
          {say.save}
        </Button>
      </div>
    </form>
  )
}
