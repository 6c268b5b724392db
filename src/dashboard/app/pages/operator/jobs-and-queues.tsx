import { useRead } from '../../data/queries.ts'
import { DescriptionList, Panel } from '../../parts/description-list.tsx'
import { Moment } from '../../parts/moment.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { Badge } from '../../parts/state-badge.tsx'
import { Loaded } from '../../parts/states.tsx'
import { useLanguage } from '../../words/language.tsx'
import { useWords } from '../../words/words.ts'
import { Guide } from './guide.tsx'
import { workPage } from './operator-pages.ts'
import { operatorWords } from './operator-words.ts'
import { AGAIN_MS } from './rhythm.ts'
import { runningWords } from './running-words.ts'

type WorkersJob = {
  name: string
  state: 'well' | 'failing' | 'late'
  ended_at: string | null
  error: string | null
  failures: number
}
type Queue = {
  name: string
  waiting: number
  oldest_at: string | null
  reason: string
  next_step: string
}

/** The jobs that need somebody, and what waits in each queue since when. */
export default function Work() {
  const say = useWords(runningWords)
  const { language } = useLanguage()
  const read = useRead<{ jobs: readonly WorkersJob[]; queues: readonly Queue[] }>(
    '/operator/work',
    {},
    { refetchInterval: AGAIN_MS },
  )
  return (
    <div className="stack">
      <PageHeader title={workPage.title[language]} />
      <Loaded of={read}>
        {({ jobs, queues }) => (
          <div className="stack">
            <Panel title={say.jobs}>
              <p className="soft">{say.wellJobs(jobs.filter(({ state }) => state === 'well').length)}</p>
              {jobs
                .filter(({ state }) => state !== 'well')
                .map((job) => (
                  <Trouble key={job.name} job={job} />
                ))}
            </Panel>
            {queues.map((queue) => (
              <Waiting key={queue.name} queue={queue} />
            ))}
          </div>
        )}
      </Loaded>
    </div>
  )
}

function Trouble({ job }: { job: WorkersJob }) {
  const say = useWords(runningWords)
  const both = useWords(operatorWords)
  return (
    <section className="stack">
      <h3 className="row">
        {job.name} <Badge tone={job.state === 'failing' ? 'bad' : 'warn'}>{say.states[job.state]}</Badge>
      </h3>
      <DescriptionList
        items={[
          [say.error, job.error && <span lang="en">{job.error}</span>],
          [say.failures, String(job.failures)],
          [say.ended, job.ended_at && <Moment key="ended" at={job.ended_at} />],
          [both.next, say.jobNext],
        ]}
      />
    </section>
  )
}

function Waiting({ queue }: { queue: Queue }) {
  const say = useWords(runningWords)
  const both = useWords(operatorWords)
  const names: Record<string, string> = say.queueNames
  return (
    <Panel
      title={names[queue.name] ?? queue.name}
      actions={
        <Badge tone={queue.waiting > 0 ? 'going' : 'calm'}>
          {queue.waiting > 0 ? String(queue.waiting) : say.empty}
        </Badge>
      }
    >
      <Guide of={`queue.${queue.name}`} told={queue} />
      {queue.oldest_at && (
        <p className="row">
          <span className="soft">{both.since}</span> <Moment at={queue.oldest_at} look="fixed" />
        </p>
      )}
    </Panel>
  )
}
