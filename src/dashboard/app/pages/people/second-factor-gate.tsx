import { useQueryClient } from '@tanstack/react-query'
import { useRead } from '../../data/queries.ts'
import { prove } from '../../data/reauthentication.ts'
import { useMember } from '../../data/session.tsx'
import { Button } from '../../parts/button.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { Loaded } from '../../parts/states.tsx'
import { useWords } from '../../words/words.ts'
import { AuthenticatorApp } from './authenticator-app.tsx'
import { Passkeys } from './passkeys.tsx'
import { secondFactorWords } from './second-factor-words.ts'

type Own = {
  user: { has_totp: boolean; passkeys: number; recovery_codes_left: number }
  operator_second_factor_missing: boolean
  companies: readonly { identifier: string; second_factor_missing: boolean }[]
}

/**
 * In place of every page of a company that demands a second factor, or of the operator's where the
 * installation does, for whoever has shown none. It stays
 * until they go on by themselves: what they have made shows its recovery codes once.
 */
export function SecondFactorGate() {
  const say = useWords(secondFactorWords)
  const company = useMember()
  const client = useQueryClient()
  const own = useRead<Own>('/session')
  /** Nothing that was refused before is kept. */
  const goOn = () => client.invalidateQueries()
  const show = async () => {
    if (await prove()) await goOn()
  }
  return (
    <div className="stack">
      <PageHeader title={company ? say.title(company.name) : say.ofOperators} />
      <Loaded of={own}>
        {({ user, companies, operator_second_factor_missing: ofOperator }) => {
          const here = companies.find(({ identifier }) => identifier === company?.identifier)
          const has = user.has_totp || user.passkeys > 0
          const isMissing = here?.second_factor_missing ?? ofOperator
          return (
            <div className="stack">
              <p>{isMissing ? (has ? say.showIt : say.setUp) : say.keep}</p>
              {(has || !isMissing) && (
                <div className="row">
                  <Button look="primary" onClick={() => void (isMissing ? show() : goOn())}>
                    {isMissing ? say.show : say.goOn}
                  </Button>
                </div>
              )}
              <AuthenticatorApp
                on={user.has_totp}
                spare={user.passkeys > 0}
                codesLeft={user.recovery_codes_left}
              />
              <Passkeys />
            </div>
          )
        }}
      </Loaded>
    </div>
  )
}
