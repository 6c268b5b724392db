import { useProblemText } from '../../parts/problem-text.tsx'
import { auditPage } from '../people/people-pages.ts'
import '../../styles/developers.css'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useRead, useWrite } from '../../data/queries.ts'
import { useMay } from '../../data/session.tsx'
import { Button } from '../../parts/button.tsx'
import { CopyButton } from '../../parts/copy-button.tsx'
import { DescriptionList, Panel } from '../../parts/description-list.tsx'
import { ConfirmDialog } from '../../parts/dialog.tsx'
import { Input } from '../../parts/field.tsx'
import { Moment } from '../../parts/moment.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { PageLink, useAddress } from '../../parts/page-link.tsx'
import { Badge } from '../../parts/state-badge.tsx'
import { Loaded } from '../../parts/states.tsx'
import { useToast } from '../../parts/toasts.tsx'
import { useErrorText } from '../../words/error-text.ts'
import { useLanguage } from '../../words/language.tsx'
import { useWords } from '../../words/words.ts'
import { type Delivery, toneOf, type Webhook } from './webhook.ts'
import { WebhookDeliveries } from './webhook-deliveries.tsx'
import { WebhookForm } from './webhook-form.tsx'
import { webhookPage, webhooksPage } from './webhook-pages.ts'
import { webhookWords } from './webhook-words.ts'

/** Its state changes by itself while it delivers. */
const LOOK_MS = 5_000

/** One webhook: how it is, what was delivered, and what can be done about it. */
export default function WebhookDetail() {
  const say = useWords(webhookWords)
  const { language } = useLanguage()
  const { webhook: id } = useParams({ strict: false }) as { webhook: string }
  const webhook = useRead<Webhook>(`/webhooks/${id}`, {}, { refetchInterval: LOOK_MS })
  return (
    <div className="stack">
      <PageHeader
        title={webhook.data?.callback_url ?? webhookPage.title[language]}
        above={<PageLink to={webhooksPage}>{webhooksPage.title[language]}</PageLink>}
        beside={
          webhook.data && <Badge tone={toneOf(webhook.data.state)}>{say.states[webhook.data.state]}</Badge>
        }
        actions={webhook.data && <Actions webhook={webhook.data} />}
      />
      {webhook.data?.state === 'failed' && (
        <p className="alert" role="status">
          {say.stoppedWhy}
        </p>
      )}
      <Loaded of={webhook}>{(webhook) => <Facts webhook={webhook} />}</Loaded>
      {webhook.data && (
        <Panel title={say.deliveries}>
          <WebhookDeliveries webhook={id} />
        </Panel>
      )}
    </div>
  )
}

function Facts({ webhook }: { webhook: Webhook }) {
  const say = useWords(webhookWords)
  const { language } = useLanguage()
  const may = useMay()
  const { redelivery } = webhook
  return (
    <Panel title={say.settings}>
      <DescriptionList
        items={[
          [say.hears, webhook.event_types?.join(', ') ?? say.allTypes],
          [say.confirmed, String(webhook.last_sent_event_id)],
          [
            say.failingSince,
            webhook.failing_since && <Moment key="since" at={webhook.failing_since} look="fixed" />,
          ],
          [
            say.nextAttempt,
            webhook.next_attempt_at && <Moment key="next" at={webhook.next_attempt_at} coming />,
          ],
          [
            say.redeliver,
            redelivery && say.redelivering(redelivery.from_event_id, redelivery.through_event_id),
          ],
          [say.batch, String(webhook.max_batch_size)],
          [say.wait, String(webhook.max_wait_seconds)],
          [say.created, <Moment key="created" at={webhook.created_at} />],
          ...(may('audit:read')
            ? [
                [
                  say.changedBy,
                  <PageLink key="audit" to={auditPage} search={{ object_id: webhook.identifier }}>
                    {auditPage.title[language]}
                  </PageLink>,
                ] as const,
              ]
            : []),
          [
            say.identifier,
            <span key="id" className="row">
              <code>{webhook.identifier}</code>
              <CopyButton text={webhook.identifier} name={say.identifier} />
            </span>,
          ],
        ]}
      />
    </Panel>
  )
}

function Actions({ webhook }: { webhook: Webhook }) {
  const say = useWords(webhookWords)
  const may = useMay()
  const toast = useToast()
  const navigate = useNavigate()
  const address = useAddress()
  const [open, setOpen] = useState<'edit' | 'redeliver' | 'remove' | null>(null)
  const [from, setFrom] = useState('')
  const [through, setThrough] = useState('')
  const path = `/webhooks/${webhook.identifier}`
  const problemText = useProblemText()
  const errorText = useErrorText()
  const test = useWrite<Delivery>([path])
  const resume = useWrite<Webhook>(['/webhooks'])
  const redeliver = useWrite<Webhook>(['/webhooks'])
  const remove = useWrite(['/webhooks'])
  const close = () => {
    setOpen(null)
    redeliver.reset()
    remove.reset()
  }
  if (!may('webhooks:write')) return null
  const refused = (error: unknown) => toast({ title: problemText(error), tone: 'bad' })
  return (
    <>
      <Button
        icon="play"
        busy={test.isPending}
        onClick={() =>
          test.mutate(
            { path: `${path}/test` },
            {
              onSuccess: ({ delivered, status, error }) =>
                toast(
                  delivered
                    ? { title: say.tested(String(status)) }
                    : {
                        title: say.testFailed,
                        text: error === null ? String(status) : errorText(error),
                        tone: 'bad',
                      },
                ),
              onError: refused,
            },
          )
        }
      >
        {say.test}
      </Button>
      {(webhook.state === 'failed' || webhook.state === 'backing_off') && (
        <Button
          icon="undo"
          busy={resume.isPending}
          onClick={() =>
            resume.mutate(
              { path: `${path}/resume` },
              { onSuccess: () => toast({ title: say.resumed }), onError: refused },
            )
          }
        >
          {say.resume}
        </Button>
      )}
      <Button onClick={() => setOpen('redeliver')}>{say.redeliver}</Button>
      <Button onClick={() => setOpen('edit')}>{say.edit}</Button>
      <Button look="bad" onClick={() => setOpen('remove')}>
        {say.remove}
      </Button>
      <WebhookForm
        key={webhook.updated_at}
        open={open === 'edit'}
        onClose={close}
        webhook={webhook}
        onSaved={() => toast({ title: say.changed })}
      />
      <ConfirmDialog
        open={open === 'redeliver'}
        onClose={close}
        title={say.redeliverTitle}
        description={say.redeliverText}
        facts={[[say.url, webhook.callback_url]]}
        confirm={say.redeliver}
        busy={redeliver.isPending}
        error={redeliver.error}
        onConfirm={() =>
          redeliver.mutate(
            {
              path: `${path}/redeliver`,
              body: { from_event_id: Number(from), ...(through && { through_event_id: Number(through) }) },
            },
            { onSuccess: close },
          )
        }
      >
        <div className="fields">
          <Input
            label={say.from}
            inputMode="numeric"
            required
            value={from}
            onChange={({ target }) => setFrom(target.value)}
            error={redeliver.error?.of('from_event_id')}
          />
          <Input
            label={say.through}
            inputMode="numeric"
            value={through}
            onChange={({ target }) => setThrough(target.value)}
            error={redeliver.error?.of('through_event_id')}
          />
        </div>
      </ConfirmDialog>
      <ConfirmDialog
        open={open === 'remove'}
        onClose={close}
        title={say.removeTitle}
        description={say.removeText}
        facts={[[say.url, webhook.callback_url]]}
        confirm={say.remove}
        look="bad"
        busy={remove.isPending}
        error={remove.error}
        onConfirm={() =>
          remove.mutate(
            { path, method: 'DELETE' },
            {
              onSuccess: () => {
                toast({ title: say.removed })
                void navigate({ to: address(webhooksPage) } as never)
              },
            },
          )
        }
      />
    </>
  )
}
