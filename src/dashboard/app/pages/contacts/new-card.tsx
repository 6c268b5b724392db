import { useEffect } from 'react'
import { useWrite } from '../../data/queries.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { LinkCard } from '../../parts/link-card.tsx'
import { ErrorState, Skeleton } from '../../parts/states.tsx'
import { useWords } from '../../words/words.ts'
import { contactWords } from './contact-words.ts'

/** A single-use page for a new card, as link and QR code. */
export function NewCard({ contact, onClose }: { contact: string; onClose(): void }) {
  const say = useWords(contactWords)
  const path = `/contact/${contact}/creditcards`
  const write = useWrite<{ url: string }>([path])
  const { mutate } = write
  useEffect(() => mutate({ path: `${path}/url` }), [mutate, path])
  return (
    <Dialog open onClose={onClose} title={say.newCardTitle} description={say.newCardSays}>
      {write.data ? (
        <LinkCard link={write.data.url} />
      ) : write.error ? (
        <ErrorState error={write.error} retry={() => mutate({ path: `${path}/url` })} />
      ) : (
        <Skeleton lines={3} />
      )}
    </Dialog>
  )
}
