import { useState } from 'react'
import type { Written } from '../../data/queries.ts'
import { TextArea } from '../../parts/field.tsx'
import { Question, type QuestionProps } from '../../parts/question.tsx'
import { useWords } from '../../words/words.ts'
import { operatorWords } from './operator-words.ts'

type Props = Omit<QuestionProps, 'written' | 'concerns' | 'onDone'> & {
  /** What is written, with the note that was given. */
  written: (note: string) => Written
  /** Whether a note says why; it is kept. */
  noted?: boolean
  /** The company reads the note too: who writes it is told. */
  companyReads?: boolean
  onDone?: () => void
}

/** A decision of an operator: a plain question, why it was decided so, and what the API refused. */
export function Decision({ written, noted = true, companyReads = false, onDone, children, ...rest }: Props) {
  const say = useWords(operatorWords)
  const [note, setNote] = useState('')
  return (
    <Question
      {...rest}
      concerns={['/operator']}
      written={() => written(note.trim())}
      onDone={() => {
        setNote('')
        onDone?.()
      }}
    >
      {(errorOf) => (
        <>
          {typeof children === 'function' ? children(errorOf) : children}
          {noted && (
            <TextArea
              label={say.note}
              hint={companyReads ? say.noteRead : say.noteHint}
              error={errorOf('note')}
              required
              maxLength={500}
              value={note}
              onChange={({ target }) => setNote(target.value)}
            />
          )}
        </>
      )}
    </Question>
  )
}
