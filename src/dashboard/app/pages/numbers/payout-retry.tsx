import { useState } from 'react'
import { useRead, useWrite } from '../../data/queries.ts'
import { Button } from '../../parts/button.tsx'
import { accountName } from '../../parts/card-name.ts'
import { ConfirmDialog } from '../../parts/dialog.tsx'
import { Select } from '../../parts/field.tsx'
import { Money } from '../../parts/money.tsx'
import { useToast } from '../../parts/toasts.tsx'
import { useWords } from '../../words/words.ts'
import { numbersWords } from './numbers-words.ts'
import type { Payout } from './payout.ts'

type Account = Parameters<typeof accountName>[0] & { identifier: string; currency: string }

/** Money moves: a plain question first, and into which of the company's accounts. */
export function PayoutRetry({ payout }: { payout: Payout }) {
  const say = useWords(numbersWords)
  const toast = useToast()
  const [open, setOpen] = useState(false)
  const [chosen, setChosen] = useState<string>()
  const write = useWrite(['/payout'])
  const accounts = useRead<{ data: Account[] }>('/bank_account', {}, { enabled: open })
  const fitting = (accounts.data?.data ?? []).filter(({ currency }) => currency === payout.currency)
  // The account that it was for may be deleted; then it goes to none before another is chosen.
  const into =
    chosen ?? fitting.find(({ identifier }) => identifier === payout.to_bank_account_id)?.identifier
  const close = () => {
    setOpen(false)
    write.reset()
  }
  const send = () =>
    write.mutate(
      { path: `/payout/${payout.identifier}/retry`, body: { to_bank_account_id: into } },
      {
        onSuccess: () => {
          close()
          toast({ title: say.retried })
        },
      },
    )
  return (
    <>
      <Button look="primary" onClick={() => setOpen(true)}>
        {say.retry}
      </Button>
      <ConfirmDialog
        open={open}
        onClose={close}
        title={say.retryTitle}
        description={say.retryWhat}
        facts={[[say.stillOwed, <Money key="owed" amount={payout.amount_owed} currency={payout.currency} />]]}
        confirm={say.retry}
        busy={write.isPending}
        error={write.error}
        onConfirm={send}
      >
        <Select
          label={say.retryInto}
          required
          value={into ?? ''}
          error={write.error?.of('to_bank_account_id')}
          onChange={({ target }) => setChosen(target.value || undefined)}
          options={[
            ...(into ? [] : [{ value: '', label: '—' }]),
            ...fitting.map((account) => ({
              value: account.identifier,
              label: accountName(account),
            })),
          ]}
        />
      </ConfirmDialog>
    </>
  )
}
