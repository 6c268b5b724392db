import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useContactNames } from '../../data/contact-names.ts'
import { useRead, useWrite } from '../../data/queries.ts'
import { useMay } from '../../data/session.tsx'
import { Button } from '../../parts/button.tsx'
import { Day } from '../../parts/day.tsx'
import { DescriptionList, Panel } from '../../parts/description-list.tsx'
import { ConfirmDialog } from '../../parts/dialog.tsx'
import { Moment } from '../../parts/moment.tsx'
import { Money, useMoney } from '../../parts/money.tsx'
import { MoneyButton } from '../../parts/money-button.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { PageLink } from '../../parts/page-link.tsx'
import { useProblemText } from '../../parts/problem-text.tsx'
import { StateBadge } from '../../parts/state-badge.tsx'
import { Loaded } from '../../parts/states.tsx'
import { useToast } from '../../parts/toasts.tsx'
import { useLanguage } from '../../words/language.tsx'
import { useWords } from '../../words/words.ts'
import { contactPage } from '../contacts/contact-pages.ts'
import type { Schedule } from './schedule.ts'
import { ScheduleEdit } from './schedule-edit.tsx'
import { ScheduleHistory } from './schedule-history.tsx'
import { schedulePage, schedulesPage } from './schedule-pages.ts'
import { scheduleWords } from './schedule-words.ts'
import { useTakeBack } from './take-back.ts'

/** One schedule: what is agreed, what comes next, what came of each date. */
export default function ScheduleDetail() {
  const { language } = useLanguage()
  const { schedule: id } = useParams({ strict: false }) as { schedule: string }
  const schedule = useRead<Schedule>(`/schedule/${id}`)
  const isOpen = schedule.data?.state === 'active' || schedule.data?.state === 'paused'
  const may = useMay()('scheduled:write') && isOpen
  return (
    <div className="stack">
      <PageHeader
        title={schedule.data?.statement ?? schedulePage.title[language]}
        above={<PageLink to={schedulesPage}>{schedulesPage.title[language]}</PageLink>}
        beside={schedule.data && <StateBadge state={schedule.data.state} />}
        actions={schedule.data && may && <Actions schedule={schedule.data} />}
      />
      <Loaded of={schedule}>
        {(schedule) => (
          <>
            <div className="columns">
              <Facts schedule={schedule} />
              <NextDates schedule={schedule} may={may} />
            </div>
            <ScheduleHistory schedule={schedule} />
          </>
        )}
      </Loaded>
    </div>
  )
}

function Actions({ schedule }: { schedule: Schedule }) {
  const say = useWords(scheduleWords)
  const toast = useToast()
  const money = useMoney()
  const path = `/schedule/${schedule.identifier}`
  const write = useWrite<Schedule>(['/schedule'])
  const name = useContactNames([schedule.contact_id]).get(schedule.contact_id)?.name
  const problemText = useProblemText()
  const [open, setOpen] = useState<'edit' | 'resume' | 'cancel'>()
  const close = () => {
    setOpen(undefined)
    write.reset()
  }
  const does = (title: string, asked: Parameters<typeof write.mutate>[0], undo?: () => void) =>
    write.mutate(asked, {
      onSuccess: () => {
        close()
        toast({ title, ...(undo && { undo }) })
      },
      onError: (error) => open === undefined && toast({ title: problemText(error), tone: 'bad' }),
    })
  const facts = [
    [say.contact, name],
    [say.amount, money(schedule.amount, schedule.currency)],
    [say.statement, schedule.statement],
  ] as const
  const asked = { facts, open: true, onClose: close, busy: write.isPending, error: write.error }
  return (
    <>
      <Button onClick={() => setOpen('edit')}>{say.edit}</Button>
      {schedule.state === 'active' ? (
        <Button busy={write.isPending} onClick={() => does(say.paused, { path: `${path}/pause` })}>
          {say.pause}
        </Button>
      ) : (
        <MoneyButton icon="play" onClick={() => setOpen('resume')}>
          {say.resume}
        </MoneyButton>
      )}
      <Button look="bad" onClick={() => setOpen('cancel')}>
        {say.cancel}
      </Button>
      {open === 'edit' && <ScheduleEdit schedule={schedule} onClose={close} />}
      {open === 'resume' && (
        <ConfirmDialog
          {...asked}
          title={say.resumeTitle}
          description={say.resumeSays(money(schedule.amount, schedule.currency))}
          confirm={say.resume}
          onConfirm={() => does(say.resumed, { path: `${path}/resume` })}
        />
      )}
      {open === 'cancel' && (
        <ConfirmDialog
          {...asked}
          title={say.cancelTitle}
          description={say.cancelSays}
          confirm={say.cancel}
          look="bad"
          onConfirm={() => does(say.cancelled, { path, method: 'DELETE' })}
        />
      )}
    </>
  )
}

function Facts({ schedule }: { schedule: Schedule }) {
  const say = useWords(scheduleWords)
  const name = useContactNames([schedule.contact_id]).get(schedule.contact_id)?.name
  return (
    <Panel title={say.facts}>
      <DescriptionList
        items={[
          [
            say.contact,
            <PageLink key="contact" to={contactPage} params={{ contact: schedule.contact_id }}>
              {name ?? schedule.contact_id}
            </PageLink>,
          ],
          [say.what, say.kinds[schedule.kind]],
          [say.amount, <Money key="amount" amount={schedule.amount} currency={schedule.currency} />],
          [say.how, say.every[schedule.frequency](schedule.interval)],
          [say.start, <Day key="start" on={schedule.start} />],
          [say.end, schedule.end ? <Day key="end" on={schedule.end} /> : schedule.count ? null : say.forGood],
          [say.count, schedule.count && say.times(schedule.count)],
          [say.note, schedule.note],
          [say.reference, schedule.external_reference],
          ...Object.entries(schedule.metadata),
          [say.created, <Moment key="created" at={schedule.created_at} />],
        ]}
      />
    </Panel>
  )
}

function NextDates({ schedule, may }: { schedule: Schedule; may: boolean }) {
  const say = useWords(scheduleWords)
  const toast = useToast()
  const write = useWrite<Schedule>(['/schedule'])
  const path = `/schedule/${schedule.identifier}`
  const problemText = useProblemText()
  const failed = { onError: (error: Error) => toast({ title: problemText(error), tone: 'bad' as const }) }
  const takeBack = useTakeBack(schedule)
  const skip = (number: number) =>
    write.mutate(
      { path: `${path}/skip`, body: { number } },
      {
        ...failed,
        // The skip of the last one ends the schedule: nothing is left to go back to.
        onSuccess: ({ state }) =>
          toast({ title: say.skipped, ...(state !== 'completed' && { undo: () => takeBack(number) }) }),
      },
    )
  return (
    <Panel title={say.nextDates}>
      {schedule.state === 'paused' && <p className="soft">{say.pausedNext}</p>}
      {schedule.next_dates.length === 0 && <p className="soft">{say.noNext}</p>}
      <ol className="stack">
        {schedule.next_dates.map(({ number, due_on, date }, at) => (
          <li key={number}>
            <div className="row spread">
              <span className="row">
                <Day on={due_on} />
                <span className="soft">{say.number(number)}</span>
              </span>
              {at === 0 && may && (
                <Button busy={write.isPending} onClick={() => skip(number)}>
                  {say.skip}
                </Button>
              )}
            </div>
            {date !== due_on && <p className="soft">{say.moved(date)}</p>}
          </li>
        ))}
      </ol>
    </Panel>
  )
}
