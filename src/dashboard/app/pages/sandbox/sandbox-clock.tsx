import { useRead, useWrite } from '../../data/queries.ts'
import { useMay, useSessionAnew } from '../../data/session.tsx'
import { Button } from '../../parts/button.tsx'
import { useCards } from '../../parts/cards.ts'
import { Panel } from '../../parts/description-list.tsx'
import { Moment } from '../../parts/moment.tsx'
import { useProblemText } from '../../parts/problem-text.tsx'
import { Loaded } from '../../parts/states.tsx'
import { useToast } from '../../parts/toasts.tsx'
import { locales, useLanguage } from '../../words/language.tsx'
import { useWords } from '../../words/words.ts'
import { sandboxWords } from './sandbox-words.ts'

type Day = {
  day: string
  banks_open: { canada: boolean; united_states: boolean }
  holiday: string | null
  schedules: number
  holds_expiring: number
  disputes_due: number
  bank_items: number
}
type Calendar = { clock: { now: string; ahead_seconds: number }; data: Day[] }

const DAY_SECONDS = 86_400

/** The clock, what moving it will bring, and the network's day. */
export function SandboxClock() {
  const say = useWords(sandboxWords)
  const { language } = useLanguage()
  const toast = useToast()
  const problemText = useProblemText()
  const mayWrite = useMay()('company:write')
  const calendar = useRead<Calendar>('/sandbox/calendar', { days: 14 })
  // Whatever is shown may be another after days.
  const move = useWrite(['/'])
  const end = useWrite(['/'])
  const lookAtTime = useSessionAnew()
  const tell = (title: string) => ({
    onSuccess: () => toast({ title }),
    onError: (error: unknown) => toast({ title: problemText(error), tone: 'bad' as const }),
  })
  return (
    <Loaded of={calendar}>
      {({ clock, data }) => (
        <div className="stack">
          <Panel title={say.now}>
            <p>
              <Moment at={clock.now} look="exact" />{' '}
              <span className="soft">
                {say.ahead(
                  new Intl.NumberFormat(locales[language]).format(
                    Math.round(clock.ahead_seconds / DAY_SECONDS),
                  ),
                )}
              </span>
            </p>
            {mayWrite && (
              <>
                <p className="soft">{say.moveHint}</p>
                <div className="row">
                  {Object.entries(say.steps).map(([advance, label]) => (
                    <Button
                      key={advance}
                      icon="clock"
                      busy={move.isPending}
                      onClick={() =>
                        move.mutate(
                          { path: '/sandbox/clock', body: { advance } },
                          { ...tell(say.moved), onSettled: lookAtTime },
                        )
                      }
                    >
                      {label}
                    </Button>
                  ))}
                </div>
                <p className="soft">{say.endDayHint}</p>
                <div className="row">
                  <Button
                    busy={end.isPending}
                    onClick={() => end.mutate({ path: '/sandbox/clearing', body: {} }, tell(say.ended))}
                  >
                    {say.endDay}
                  </Button>
                </div>
              </>
            )}
          </Panel>
          <Days days={data} />
        </div>
      )}
    </Loaded>
  )
}

function Days({ days }: { days: Day[] }) {
  const look = useCards()
  const say = useWords(sandboxWords)
  const { language } = useLanguage()
  // A day is the same everywhere.
  const format = new Intl.DateTimeFormat(locales[language], { dateStyle: 'full', timeZone: 'UTC' })
  const banks = ({ banks_open: { canada, united_states } }: Day) =>
    canada && united_states ? say.open : canada ? say.canadaOnly : united_states ? say.usOnly : say.closed
  return (
    <div className="table-frame">
      <table className={`${look} days`} aria-label={say.clock}>
        <thead>
          <tr>
            {[say.day, say.banks, say.schedules, say.holds, say.disputes, say.bank].map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {days.map((day) => (
            <tr key={day.day}>
              <td className="first" data-head={say.day}>
                {format.format(new Date(`${day.day}T00:00:00Z`))}
              </td>
              <td data-head={say.banks}>
                {banks(day)}
                {day.holiday && <span className="soft">, {day.holiday}</span>}
              </td>
              <td data-head={say.schedules}>{day.schedules || '—'}</td>
              <td data-head={say.holds}>{day.holds_expiring || '—'}</td>
              <td data-head={say.disputes}>{day.disputes_due || '—'}</td>
              <td data-head={say.bank}>{day.bank_items || '—'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
