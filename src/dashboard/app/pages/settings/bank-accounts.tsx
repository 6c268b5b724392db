import { useMemo } from 'react'
import { useDeed } from '../../data/deeds.ts'
import { useList } from '../../data/queries.ts'
import { useMay } from '../../data/session.tsx'
import { Button } from '../../parts/button.tsx'
import { accountName } from '../../parts/card-name.ts'
import { type Column, DataTable } from '../../parts/data-table.tsx'
import { useDeletion } from '../../parts/deletion.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { EmptyState } from '../../parts/states.tsx'
import { useLanguage } from '../../words/language.tsx'
import { useWords } from '../../words/words.ts'
import { BankAccountForm } from './bank-account-form.tsx'
import { bankAccountsPage } from './settings-pages.ts'
import { settingsWords } from './settings-words.ts'

type Account = {
  identifier: string
  title: string | null
  institution: string | null
  holder_name: string
  account_type: 'chequing' | 'savings'
  account_number_last4: string
  transit_number: string | null
  institution_number: string | null
  routing_number: string | null
  currency: string
}

/** The company's own accounts: where payouts go, and credits come from. */
export default function BankAccounts() {
  const say = useWords(settingsWords)
  const { language } = useLanguage()
  const mayWrite = useMay()('company:write')
  const [adding, setAdding] = useDeed(bankAccountsPage, 'create')
  const list = useList<Account>('/bank_account')
  const [begin, question] = useDeletion<Account>({
    list: '/bank_account',
    path: ({ identifier }) => `/bank_account/${identifier}`,
    title: (one) => say.removeTitle(accountName(one)),
    description: say.removeText,
    confirm: say.remove,
    done: say.removed,
  })
  const columns = useMemo<Column<Account>[]>(
    () => [
      { id: 'account', head: say.account, cell: accountName },
      { id: 'holder', head: say.holder, cell: ({ holder_name }) => holder_name },
      { id: 'type', head: say.type, cell: ({ account_type }) => say.types[account_type] },
      {
        id: 'where',
        head: say.where,
        cell: (of) => of.routing_number ?? `${of.transit_number}-${of.institution_number}`,
      },
      { id: 'currency', head: say.currency, cell: ({ currency }) => currency },
      ...(mayWrite
        ? [
            {
              id: 'actions',
              head: say.remove,
              deed: true,
              cell: (account: Account) => (
                <Button look="bad" onClick={() => begin(account)}>
                  {say.remove} <span className="unseen">···{account.account_number_last4}</span>
                </Button>
              ),
            },
          ]
        : []),
    ],
    [say, mayWrite, begin],
  )
  const add = mayWrite && (
    <Button look="primary" icon="plus" onClick={() => setAdding(true)}>
      {say.add}
    </Button>
  )
  return (
    <div className="stack">
      <PageHeader title={bankAccountsPage.title[language]} actions={add}>
        {!mayWrite && say.mayNotAccounts}
      </PageHeader>
      <DataTable
        id="bank-accounts"
        label={bankAccountsPage.title[language]}
        columns={columns}
        list={list}
        rowKey={({ identifier }) => identifier}
        empty={
          <EmptyState icon="bank" title={say.noneTitle} action={add}>
            {say.none}
          </EmptyState>
        }
      />
      <BankAccountForm open={adding} onClose={() => setAdding(false)} />
      {question}
    </div>
  )
}
