import { useWrite } from '../../data/queries.ts'
import { useProblemText } from '../../parts/problem-text.tsx'
import { useToast } from '../../parts/toasts.tsx'
import { useWords } from '../../words/words.ts'
import type { Schedule } from './schedule.ts'
import { scheduleWords } from './schedule-words.ts'

/** Takes the skip of an occurrence back, by its number, and tells how that went. */
export function useTakeBack({ identifier }: Schedule): (number: number) => void {
  const say = useWords(scheduleWords)
  const toast = useToast()
  const problemText = useProblemText()
  const write = useWrite<Schedule>(['/schedule'])
  return (number) =>
    write.mutate(
      { path: `/schedule/${identifier}/restore`, body: { number } },
      {
        onSuccess: () => toast({ title: say.restored }),
        onError: (error: Error) => toast({ title: problemText(error), tone: 'bad' }),
      },
    )
}
