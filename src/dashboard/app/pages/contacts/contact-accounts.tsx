import { useMemo, useState } from 'react'
import { useList } from '../../data/queries.ts'
import { useMay } from '../../data/session.tsx'
import { Button } from '../../parts/button.tsx'
import { accountName } from '../../parts/card-name.ts'
import { type Column, DataTable } from '../../parts/data-table.tsx'
import { useDeletion } from '../../parts/deletion.tsx'
import { Moment } from '../../parts/moment.tsx'
import { EmptyState } from '../../parts/states.tsx'
import { useWords } from '../../words/words.ts'
import { BankAccountForm } from '../settings/bank-account-form.tsx'
import type { Account, Contact } from './contact.ts'
import { contactWords } from './contact-words.ts'

/** The bank accounts of a contact. */
export function ContactAccounts({ contact: { identifier, name } }: { contact: Contact }) {
  const say = useWords(contactWords)
  const may = useMay()('contacts:write')
  const [adding, setAdding] = useState(false)
  const path = `/contact/${identifier}/bank_accounts`
  const list = useList<Account>(path)
  const [begin, question] = useDeletion<Account>({
    list: path,
    path: ({ identifier }) => `${path}/${identifier}`,
    title: (one) => say.deleteAccountTitle(accountName(one)),
    description: say.deleteAccountSays,
    confirm: say.deleteAccount,
    done: say.accountDeleted,
  })
  const columns = useMemo<Column<Account>[]>(
    () => [
      { id: 'account', head: say.account, cell: accountName },
      { id: 'holder', head: say.holder, cell: ({ holder_name }) => holder_name },
      { id: 'currency', head: say.currency, cell: ({ currency }) => currency },
      { id: 'created', head: say.created, cell: ({ created_at }) => <Moment at={created_at} /> },
      ...(may
        ? [
            {
              id: 'delete',
              head: say.delete,
              deed: true,
              cell: (account: Account) => (
                <Button look="plain" icon="close" onClick={() => begin(account)}>
                  {say.deleteAccount}
                </Button>
              ),
            },
          ]
        : []),
    ],
    [say, may, begin],
  )
  return (
    <div className="stack">
      {may && (
        <div>
          <Button icon="plus" onClick={() => setAdding(true)}>
            {say.addAccount}
          </Button>
        </div>
      )}
      <BankAccountForm open={adding} onClose={() => setAdding(false)} contact={{ identifier, name }} />
      <DataTable
        id="contact-accounts"
        label={say.accounts}
        columns={columns}
        list={list}
        rowKey={({ identifier }) => identifier}
        empty={
          <EmptyState icon="bank" title={say.noAccounts}>
            {say.noAccountsWhy}
          </EmptyState>
        }
      />
      {question}
    </div>
  )
}
