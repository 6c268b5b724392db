import { useState } from 'react'
import { changesOf } from '../../data/changes.ts'
import { useWrite } from '../../data/queries.ts'
import { ConfirmDialog } from '../../parts/dialog.tsx'
import { Input, Select } from '../../parts/field.tsx'
import { MetadataField, metadataOf, pairsOf } from '../../parts/metadata-field.tsx'
import { useToast } from '../../parts/toasts.tsx'
import { languages } from '../../words/language.tsx'
import { useWords } from '../../words/words.ts'
import type { Contact } from './contact.ts'
import { contactWords } from './contact-words.ts'

type Props = { contact?: Contact; onClose(): void; onDone?: (contact: Contact) => void }

/** Makes a contact, or changes one. */
export function ContactForm({ contact, onClose, onDone }: Props) {
  const say = useWords(contactWords)
  const toast = useToast()
  const [said, setSaid] = useState({
    name: contact?.name ?? '',
    email: contact?.email ?? '',
    tags: contact?.tags.join(', ') ?? '',
    language: contact?.language ?? '',
    external_reference: contact?.external_reference ?? '',
  })
  const [pairs, setPairs] = useState(() => pairsOf(contact?.metadata ?? {}))
  const write = useWrite<Contact>(['/contact'])
  const of = (path: string) => write.error?.of(path)
  const field = (name: keyof typeof said) => ({
    value: said[name],
    error: of(name),
    onChange: ({ target }: { target: { value: string } }) => setSaid({ ...said, [name]: target.value }),
  })
  const body = {
    name: said.name,
    email: said.email,
    tags: said.tags
      .split(',')
      .map((tag) => tag.trim())
      .filter((tag) => tag !== ''),
    language: said.language || null,
    external_reference: said.external_reference || null,
    metadata: metadataOf(pairs),
  }
  const [opened] = useState(body)
  const save = () => {
    const changed = contact ? changesOf(opened, body) : body
    if (!changed) return onClose()
    write.mutate(
      {
        path: contact ? `/contact/${contact.identifier}` : '/contact',
        method: contact ? 'PATCH' : 'PUT',
        body: changed,
      },
      {
        onSuccess: (made) => {
          toast({ title: contact ? say.saved : say.made(made.name) })
          onDone?.(made)
          onClose()
        },
      },
    )
  }
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={contact ? say.editTitle : say.create}
      confirm={contact ? say.save : say.createDo}
      busy={write.isPending}
      error={write.error}
      onConfirm={save}
    >
      <Input label={say.name} required maxLength={200} autoComplete="off" {...field('name')} />
      <Input label={say.email} required type="email" autoComplete="off" {...field('email')} />
      <div className="pair">
        <Select
          label={say.language}
          options={[
            { value: '', label: say.anyLanguage },
            ...Object.entries(languages).map(([value, label]) => ({ value, label })),
          ]}
          {...field('language')}
        />
        <Input label={say.tags} hint={say.tagsHint} {...field('tags')} />
      </div>
      <Input
        label={say.reference}
        hint={say.referenceHint}
        maxLength={100}
        {...field('external_reference')}
      />
      <MetadataField value={pairs} onChange={setPairs} errorOf={(key) => of(`metadata.${key}`)} />
    </ConfirmDialog>
  )
}
