import { useState } from 'react'
import { useWrite } from '../../data/queries.ts'
import { type DisputeWithEvidence, type Field, fields } from './dispute.ts'

/** What was typed into a field, and what was saved there when that began. */
type Typed = Partial<Record<Field, { text: string; over: string }>>

const inBase64 = (file: File) =>
  new Promise<string>((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''))
    reader.onerror = () => reject(reader.error)
    reader.readAsDataURL(file)
  })

export type EvidenceDraft = ReturnType<typeof useEvidenceDraft>

/**
 * Evidence that is typed or chosen and not saved yet. A field that nobody has typed into follows what is
 * saved; one that another person saved meanwhile is told (`savedMeanwhile`) before it is replaced. `look`
 * asks for what is saved now.
 */
export function useEvidenceDraft(
  dispute: DisputeWithEvidence | undefined,
  look: () => Promise<DisputeWithEvidence | undefined>,
) {
  const write = useWrite(['/dispute'])
  const [typed, setTyped] = useState<Typed>({})
  const [files, setFiles] = useState<readonly File[]>([])
  const savedIn = (field: Field, of = dispute) => of?.evidence.texts[field] ?? ''
  const changed = fields.filter((field) => {
    const text = typed[field]?.text
    return text !== undefined && text !== '' && text !== savedIn(field)
  })
  const metIn = (of = dispute) => changed.filter((field) => typed[field]!.over !== savedIn(field, of))

  return {
    textOf: (field: Field) => typed[field]?.text ?? savedIn(field),
    type: (field: Field, text: string) =>
      setTyped((now) => ({ ...now, [field]: { text, over: now[field]?.over ?? savedIn(field) } })),
    files,
    setFiles,
    /** Fields that are not saved as they stand. */
    changed,
    isEmpty: changed.length + files.length === 0,
    savedMeanwhile: (field: Field) => (metIn().includes(field) ? savedIn(field) : undefined),
    write,
    /** False where it was not saved: it was refused, or another's text would be replaced unseen. */
    async save(): Promise<boolean> {
      if (!dispute || write.isPending) return false
      const now = await look()
      if (metIn(now).length > metIn().length) return false
      const texts = Object.fromEntries(changed.map((field) => [field, typed[field]!.text]))
      const contents = await Promise.all(
        files.map(async (file) => ({ name: file.name, content: await inBase64(file) })),
      )
      const path = `/dispute/${dispute.dispute_id}/evidence`
      try {
        await write.mutateAsync({ path, body: { texts, ...(contents.length > 0 && { files: contents }) } })
      } catch {
        return false
      }
      await look()
      // What was typed while it was saved stays typed.
      setTyped((now) =>
        Object.fromEntries(Object.entries(now).filter(([field, { text }]) => text !== texts[field])),
      )
      setFiles((now) => (now === files ? [] : now))
      return true
    },
  }
}
