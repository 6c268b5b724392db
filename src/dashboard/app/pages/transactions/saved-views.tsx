import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { parseSearch, writeSearch } from '../../data/filters.ts'
import { useRead, useWrite } from '../../data/queries.ts'
import { Button } from '../../parts/button.tsx'
import { ConfirmDialog } from '../../parts/dialog.tsx'
import { Checkbox, Input, Select } from '../../parts/field.tsx'
import { useProblemText } from '../../parts/problem-text.tsx'
import { useToast } from '../../parts/toasts.tsx'
import { useWords } from '../../words/words.ts'
import type { SavedView } from './transaction.ts'
import { transactionWords } from './transaction-words.ts'

const PAGE = 'transactions'

type Kept = Pick<SavedView, 'name' | 'query' | 'shared'>

/** Filters with a name: one's own and the company's. `values` are those of the address. */
export function SavedViews({ values, any }: { values: Record<string, unknown>; any: boolean }) {
  const say = useWords(transactionWords)
  const toast = useToast()
  const problemText = useProblemText()
  const navigate = useNavigate()
  const [naming, setNaming] = useState(false)
  const [name, setName] = useState('')
  const [shared, setShared] = useState(false)
  const views = useRead<{ data: SavedView[] }>('/saved_view', { page: PAGE })
  const write = useWrite<SavedView>(['/saved_view'])
  const query = writeSearch(values).replace(/^\?/, '')
  const chosen = views.data?.data.find((view) => view.query === query)
  const open = (id: string) => {
    const view = views.data?.data.find(({ view_id }) => view_id === id)
    void navigate({ to: '.', search: parseSearch(view?.query ?? '') } as never)
  }
  const keep = ({ name, query, shared }: Kept, onSuccess: () => void) =>
    write.mutate(
      { path: '/saved_view', method: 'PUT', body: { name, query, shared, page: PAGE } },
      { onSuccess },
    )
  const remove = (view: SavedView) =>
    write.mutate(
      { path: `/saved_view/${view.view_id}`, method: 'DELETE' },
      {
        onSuccess: () => toast({ title: say.deleted, undo: () => keep(view, () => undefined) }),
        onError: (error) => toast({ title: problemText(error), tone: 'bad' }),
      },
    )
  return (
    <div className="row">
      <Select
        label={say.views}
        quiet
        value={chosen?.view_id ?? ''}
        onChange={({ target }) => open(target.value)}
        options={[
          { value: '', label: chosen || !any ? say.noView : say.ownView },
          ...(views.data?.data ?? []).map(({ view_id, name }) => ({ value: view_id, label: name })),
        ]}
      />
      {any && !chosen && (
        <Button look="plain" icon="plus" onClick={() => setNaming(true)}>
          {say.saveView}
        </Button>
      )}
      {chosen && (
        <Button look="plain" icon="close" busy={write.isPending} onClick={() => remove(chosen)}>
          {say.deleteView}
        </Button>
      )}
      <ConfirmDialog
        open={naming}
        onClose={() => {
          setNaming(false)
          write.reset()
        }}
        title={say.saveView}
        confirm={say.saveView}
        busy={write.isPending}
        error={write.error}
        onConfirm={() =>
          keep({ name, query, shared }, () => {
            setNaming(false)
            setName('')
            toast({ title: say.saved })
          })
        }
      >
        <Input
          label={say.viewName}
          required
          maxLength={60}
          value={name}
          error={write.error?.of('name')}
          onChange={({ target }) => setName(target.value)}
        />
        <Checkbox
          label={say.shareView}
          checked={shared}
          onChange={({ target }) => setShared(target.checked)}
        />
      </ConfirmDialog>
    </div>
  )
}
