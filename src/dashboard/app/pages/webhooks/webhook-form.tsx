import '../../styles/developers.css'
import { useState } from 'react'
import { useRead, useWrite } from '../../data/queries.ts'
import { Button } from '../../parts/button.tsx'
import { CopyButton } from '../../parts/copy-button.tsx'
import { ConfirmDialog, Dialog } from '../../parts/dialog.tsx'
import { Checkbox, FieldError, Input } from '../../parts/field.tsx'
import { useWords } from '../../words/words.ts'
import type { Webhook } from './webhook.ts'
import { webhookWords } from './webhook-words.ts'

type Props = { open: boolean; onClose(): void; webhook?: Webhook; onSaved(webhook: Webhook): void }
type Fields = { url: string; key: string; batch: string; wait: string; types: readonly string[] }

const startOf = (webhook?: Webhook): Fields => ({
  url: webhook?.callback_url ?? '',
  key: '',
  batch: String(webhook?.max_batch_size ?? 100),
  wait: String(webhook?.max_wait_seconds ?? 0),
  types: webhook?.event_types ?? [],
})

/** A new webhook, or a change of one. A new one's secret is shown once, before the dialog is left. */
export function WebhookForm({ open, onClose, webhook, onSaved }: Props) {
  const say = useWords(webhookWords)
  const [fields, setFields] = useState(() => startOf(webhook))
  const [made, setMade] = useState<Webhook & { signing_secret: string }>()
  const types = useRead<{ data: { type: string; description: string }[] }>(
    '/events/types',
    {},
    { enabled: open },
  )
  const write = useWrite<Webhook & { signing_secret?: string }>(['/webhooks'])
  const set = (changed: Partial<Fields>) => setFields((before) => ({ ...before, ...changed }))
  const errorOf = (path: string) => write.error?.of(path)
  const close = () => {
    write.reset()
    setFields(startOf(webhook))
    onClose()
  }
  const save = () =>
    write.mutate(
      {
        path: webhook ? `/webhooks/${webhook.identifier}` : '/webhooks',
        method: webhook ? 'PATCH' : 'POST',
        body: {
          callback_url: fields.url,
          ...(fields.key !== '' && { callback_api_key: fields.key }),
          max_batch_size: Number(fields.batch),
          max_wait_seconds: Number(fields.wait),
          event_types: fields.types.length > 0 ? fields.types : null,
        },
      },
      {
        onSuccess: (saved) => {
          if (saved.signing_secret) setMade(saved as Webhook & { signing_secret: string })
          else {
            onClose()
            onSaved(saved)
          }
        },
      },
    )
  if (made) {
    const leave = () => {
      setMade(undefined)
      close()
      onSaved(made)
    }
    return (
      <Dialog open={open} once onClose={leave} title={say.secretTitle} description={say.secret}>
        <p className="row">
          <code className="break">{made.signing_secret}</code>
          <CopyButton text={made.signing_secret} name={say.secretName} />
        </p>
        <footer className="row end">
          <Button look="primary" onClick={leave}>
            {say.done}
          </Button>
        </footer>
      </Dialog>
    )
  }
  return (
    <ConfirmDialog
      open={open}
      onClose={close}
      title={webhook ? say.edit : say.create}
      confirm={say.save}
      busy={write.isPending}
      error={write.error}
      onConfirm={save}
    >
      <Input
        label={say.url}
        hint={say.urlHint}
        type="url"
        required
        value={fields.url}
        onChange={({ target }) => set({ url: target.value })}
        error={errorOf('callback_url')}
      />
      <Input
        label={say.key}
        hint={say.keyHint}
        value={fields.key}
        autoComplete="off"
        onChange={({ target }) => set({ key: target.value })}
        error={errorOf('callback_api_key')}
      />
      <div className="fields">
        <Input
          label={say.batch}
          hint={say.batchHint}
          inputMode="numeric"
          value={fields.batch}
          onChange={({ target }) => set({ batch: target.value })}
          error={errorOf('max_batch_size')}
        />
        <Input
          label={say.wait}
          hint={say.waitHint}
          inputMode="numeric"
          value={fields.wait}
          onChange={({ target }) => set({ wait: target.value })}
          error={errorOf('max_wait_seconds')}
        />
      </div>
      <fieldset className="choices">
        <legend>{say.types}</legend>
        <p className="hint">{say.typesHint}</p>
        <div className="scroll">
          {types.data?.data.map(({ type }) => (
            <Checkbox
              key={type}
              label={type}
              checked={fields.types.includes(type)}
              onChange={({ target }) =>
                set({
                  types: target.checked
                    ? [...fields.types, type]
                    : fields.types.filter((other) => other !== type),
                })
              }
            />
          ))}
        </div>
        <FieldError>{errorOf('event_types')}</FieldError>
      </fieldset>
    </ConfirmDialog>
  )
}
