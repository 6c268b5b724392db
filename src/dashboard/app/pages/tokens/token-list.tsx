import { useMemo, useState } from 'react'
import { useDeed } from '../../data/deeds.ts'
import { useList, useWrite } from '../../data/queries.ts'
import { useMay } from '../../data/session.tsx'
import { Button } from '../../parts/button.tsx'
import { type Column, DataTable } from '../../parts/data-table.tsx'
import { ConfirmDialog } from '../../parts/dialog.tsx'
import { Moment } from '../../parts/moment.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { PageLink } from '../../parts/page-link.tsx'
import { Badge } from '../../parts/state-badge.tsx'
import { EmptyState } from '../../parts/states.tsx'
import { useToast } from '../../parts/toasts.tsx'
import { useLanguage } from '../../words/language.tsx'
import { useWords } from '../../words/words.ts'
import { requestsPage } from '../requests/request-pages.ts'
import { TokenForm } from './token-form.tsx'
import { tokensPage } from './token-pages.ts'
import { tokenWords } from './token-words.ts'

type Token = {
  identifier: string
  name: string
  state: 'active' | 'expired' | 'revoked'
  scopes: readonly string[]
  created_at: string
  expires_at: string | null
  last_used_at: string | null
  is_current: boolean
}

const tones = { active: 'good', expired: 'calm', revoked: 'calm' } as const

/** Every token: what it may, when it was used, and its end. */
export default function TokenList() {
  const say = useWords(tokenWords)
  const { language } = useLanguage()
  const may = useMay()
  const toast = useToast()
  const [adding, setAdding] = useDeed(tokensPage, 'create')
  const [ending, setEnding] = useState<Token>()
  const [replacing, setReplacing] = useState<Token>()
  const list = useList<Token>('/api_token')
  const revoke = useWrite(['/api_token'])
  const mayWrite = may('tokens:write')
  const columns = useMemo<Column<Token>[]>(
    () => [
      {
        id: 'name',
        head: say.name,
        cell: ({ name, is_current }) => (
          <span className="row">
            {name}
            {is_current && <span className="soft">{say.current}</span>}
          </span>
        ),
      },
      {
        id: 'state',
        head: say.state,
        cell: ({ state }) => <Badge tone={tones[state]}>{say.states[state]}</Badge>,
      },
      {
        id: 'scopes',
        head: say.scopes,
        long: true,
        cell: ({ scopes }) => <span className="soft">{scopes.join(', ')}</span>,
      },
      {
        id: 'used',
        head: say.lastUsed,
        cell: ({ last_used_at }) => (last_used_at ? <Moment at={last_used_at} /> : say.never),
      },
      {
        id: 'expires',
        head: say.expires,
        cell: ({ expires_at }) => expires_at && <Moment at={expires_at} look="day" />,
      },
      {
        id: 'created',
        head: say.created,
        cell: ({ created_at }) => <Moment at={created_at} />,
        hidden: true,
      },
      {
        id: 'actions',
        head: say.end,
        deed: true,
        cell: (token) =>
          mayWrite &&
          token.state === 'active' && (
            <span className="row">
              <Button onClick={() => setReplacing(token)}>
                {say.replace} <span className="unseen">{token.name}</span>
              </Button>
              <Button look="bad" onClick={() => setEnding(token)}>
                {say.revoke} <span className="unseen">{token.name}</span>
              </Button>
            </span>
          ),
      },
    ],
    [say, mayWrite],
  )
  const add = mayWrite && (
    <Button look="primary" icon="plus" onClick={() => setAdding(true)}>
      {say.create}
    </Button>
  )
  const close = () => {
    setEnding(undefined)
    revoke.reset()
  }
  return (
    <div className="stack">
      <PageHeader title={tokensPage.title[language]} actions={add} />
      <DataTable
        id="tokens"
        label={tokensPage.title[language]}
        columns={columns}
        list={list}
        rowKey={({ identifier }) => identifier}
        {...(may('audit:read') && {
          link: ({ identifier }: Token, said: React.ReactNode) => (
            <PageLink to={requestsPage} search={{ token_id: identifier }}>
              {said}
            </PageLink>
          ),
        })}
        empty={
          <EmptyState icon="key" title={say.noneTitle} action={add}>
            {say.none}
          </EmptyState>
        }
      />
      <TokenForm open={adding} onClose={() => setAdding(false)} />
      {replacing && <TokenForm open like={replacing} onClose={() => setReplacing(undefined)} />}
      <ConfirmDialog
        open={ending !== undefined}
        onClose={close}
        title={say.revokeTitle(ending?.name ?? '')}
        description={say.revokeText}
        confirm={say.revoke}
        look="bad"
        busy={revoke.isPending}
        error={revoke.error}
        onConfirm={() =>
          revoke.mutate(
            { path: `/api_token/${ending?.identifier}`, method: 'DELETE' },
            {
              onSuccess: () => {
                close()
                toast({ title: say.revoked })
              },
            },
          )
        }
      />
    </div>
  )
}
