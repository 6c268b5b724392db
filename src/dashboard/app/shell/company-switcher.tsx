import { Menu } from '@base-ui/react/menu'
import { Link } from '@tanstack/react-router'
import { useRead } from '../data/queries.ts'
import { useCompanyId, useIsElsewhere, useMember, useSession } from '../data/session.tsx'
import { Icon } from '../parts/icon.tsx'
import { shellWords } from '../words/shell-words.ts'
import { useWords } from '../words/words.ts'

/** Which company is shown; a menu where there are several, or the operator's pages. */
export function CompanySwitcher() {
  const say = useWords(shellWords)
  const { companies, operator } = useSession()
  const company = useCompanyId()
  const elsewhere = useIsElsewhere()
  const member = useMember()
  // An operator who looks at a company that is not theirs sees whose it is.
  const looked = useRead<{ name: string }>(
    '/company',
    {},
    { enabled: operator && !member && company !== null && elsewhere === false },
  )
  const name = member?.name ?? looked.data?.name ?? (company === null ? say.operatorPages : say.company)
  if (companies.length < 2 && !operator && !elsewhere)
    return (
      <p className="company">
        <Icon name="building" />
        <span className="cut">{name}</span>
      </p>
    )
  return (
    <Menu.Root>
      <Menu.Trigger className="company">
        <Icon name="building" />
        <span className="unseen">{say.company}: </span>
        <span className="cut">{name}</span>
        <Icon name="chevron" size={16} />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner sideOffset={6} align="start">
          <Menu.Popup className="menu">
            {companies.map(({ identifier, name }) => (
              <Menu.Item key={identifier} className="menu-item" render={<Link to={`/${identifier}`} />}>
                {name}
              </Menu.Item>
            ))}
            {operator && (
              <Menu.Item className="menu-item" render={<Link to="/operator" />}>
                {say.operatorPages}
              </Menu.Item>
            )}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}
