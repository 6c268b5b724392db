import { useFilters } from '../../data/filters.ts'
import { Button } from '../../parts/button.tsx'
import { useWords } from '../../words/words.ts'
import { fileLineWords } from './file-line-words.ts'
import { bankFileFilters } from './operator-pages.ts'

/** The list begins with the line that led here; from here all are shown. */
export function FromLine({ line }: { line: string | undefined }) {
  const say = useWords(fileLineWords)
  const { set } = useFilters(bankFileFilters)
  if (!line || line === '1') return null
  return (
    <p className="row">
      {say.from(line)}
      <Button onClick={() => set({ line: undefined })}>{say.all}</Button>
    </p>
  )
}
