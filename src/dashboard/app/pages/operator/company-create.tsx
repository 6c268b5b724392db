import { Problem } from '../../parts/problem-text.tsx'
import '../../styles/developers.css'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { useWrite } from '../../data/queries.ts'
import { Button } from '../../parts/button.tsx'
import { Panel } from '../../parts/description-list.tsx'
import { Checkbox, Input } from '../../parts/field.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { PageLink, useAddress } from '../../parts/page-link.tsx'
import { useToast } from '../../parts/toasts.tsx'
import { useLanguage } from '../../words/language.tsx'
import { useWords } from '../../words/words.ts'
import { companyWords } from './company.ts'
import { asked, nobody, noCosts, noLimits, type Who } from './new-company.ts'
import { CostFields, MovesFields } from './new-company-fields.tsx'
import { newCompanyWords } from './new-company-words.ts'
import { companiesPage, companyPage, newCompanyPage } from './operator-pages.ts'

/** A new company with all that is agreed with it, and the mail to its first owner. */
export default function CompanyCreate() {
  const say = useWords(newCompanyWords)
  const both = useWords(companyWords)
  const { language } = useLanguage()
  const toast = useToast()
  const navigate = useNavigate()
  const address = useAddress()
  const [who, setWho] = useState<Who>(nobody)
  const [moves, setMoves] = useState(noLimits)
  const [costs, setCosts] = useState(noCosts)
  const write = useWrite<{ identifier: string }>(['/operator'])
  const body = asked(who, moves, costs)
  const errorOf = (path: string) => write.error?.of(path)
  const field = (name: Exclude<keyof Who, 'cardOnFile'>, of: string) => ({
    value: who[name],
    error: errorOf(of),
    onChange: ({ target }: { target: { value: string } }) => setWho({ ...who, [name]: target.value }),
  })
  const save = (event: FormEvent) => {
    event.preventDefault()
    if (write.isPending) return
    write.mutate(
      { path: '/operator/companies', body },
      {
        onSuccess: ({ identifier }) => {
          toast({ title: say.made })
          void navigate({ to: address(companyPage, { id: identifier }) })
        },
      },
    )
  }
  return (
    <div className="stack">
      <PageHeader
        title={newCompanyPage.title[language]}
        above={<PageLink to={companiesPage}>{companiesPage.title[language]}</PageLink>}
      />
      <form className="stack" onSubmit={save} noValidate>
        <Panel title={say.who}>
          <div className="fields">
            <Input
              label={both.name}
              hint={say.nameHint}
              required
              maxLength={100}
              {...field('name', 'name')}
            />
            <Input label={say.email} hint={say.emailHint} type="email" {...field('email', 'contact.email')} />
            <Input label={say.phone} type="tel" {...field('phone', 'contact.phone')} />
            <Input label={say.alert} hint={say.alertHint} type="email" {...field('alert', 'alert_email')} />
          </div>
          <Checkbox
            label={say.cardOnFile}
            checked={who.cardOnFile}
            onChange={({ target }) => setWho({ ...who, cardOnFile: target.checked })}
          />
        </Panel>
        <Panel title={say.moves}>
          <MovesFields moves={moves} onChange={setMoves} errorOf={errorOf} />
        </Panel>
        <Panel title={say.costs}>
          <CostFields moves={moves} costs={costs} onChange={setCosts} errorOf={errorOf} />
        </Panel>
        <Panel title={say.owner}>
          <div className="fields">
            <Input
              label={say.inviteTo}
              hint={say.ownerHint}
              type="email"
              {...field('owner', 'owner_email')}
            />
          </div>
        </Panel>
        <Problem of={write.error && body.limits.length === 0 ? say.noCurrency : write.error} />
        <div className="row">
          <Button type="submit" look="primary" busy={write.isPending}>
            {say.make}
          </Button>
        </div>
      </form>
    </div>
  )
}
