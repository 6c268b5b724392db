import { forPeople } from '../words/for-people.ts'
import { partWords } from '../words/part-words.ts'
import { useWords } from '../words/words.ts'
import { DescriptionList } from './description-list.tsx'

/** What cannot be done now, each with why not; open where nothing else can. */
export function NotPossible({
  items,
  open,
}: {
  items: readonly (readonly [name: string, why: string | null])[]
  open: boolean
}) {
  const say = useWords(partWords)
  if (items.length === 0) return null
  return (
    <details open={open}>
      <summary>{say.notPossible}</summary>
      <DescriptionList items={items.map(([name, why]) => [name, why && forPeople(why)])} />
    </details>
  )
}
