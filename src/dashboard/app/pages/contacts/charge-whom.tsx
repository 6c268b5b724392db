import { useState } from 'react'
import { ContactPicker } from '../../parts/contact-picker.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { useWords } from '../../words/words.ts'
import { chargeWords } from './charge-words.ts'
import type { Contact } from './contact.ts'
import { ContactCharge } from './contact-charge.tsx'

/** A charge for whoever knows the payer and is not on their page: first who pays, then what. */
export function ChargeWhom({ onClose }: { onClose(): void }) {
  const say = useWords(chargeWords)
  const [contact, setContact] = useState<Pick<Contact, 'identifier' | 'name' | 'email'> | null>(null)
  if (contact) return <ContactCharge contact={contact} onClose={onClose} />
  return (
    <Dialog open onClose={onClose} title={say.whom}>
      <ContactPicker label={say.contact} hint={say.findContact} value={null} onChange={setContact} />
    </Dialog>
  )
}
