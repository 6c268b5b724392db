import type { ButtonHTMLAttributes } from 'react'
import { Icon, type IconName } from './icon.tsx'

type Props = ButtonHTMLAttributes<HTMLButtonElement> & {
  /**
   * `primary`: the one thing to do here. `bad`: takes something away or moves money out. `plain`: among text.
   */
  look?: 'primary' | 'normal' | 'bad' | 'plain'
  icon?: IconName
  /** While what it started runs: it stays where it is, and cannot be pressed again. */
  busy?: boolean | undefined
  /** Only the icon is seen; the children are its name. */
  iconOnly?: boolean
}

export function Button({ look = 'normal', icon, busy, iconOnly, children, ...rest }: Props) {
  const { className = '', disabled, onClick, type = 'button', ...others } = rest
  return (
    <button
      {...others}
      type={type}
      className={`button ${look} ${iconOnly ? 'icon-only' : ''} ${className}`}
      disabled={disabled}
      aria-busy={busy || undefined}
      // Kept focusable while busy, so that focus is not lost to the page.
      onClick={busy ? (event) => event.preventDefault() : onClick}
    >
      {busy ? <span className="spinner" aria-hidden="true" /> : icon && <Icon name={icon} />}
      <span className={iconOnly ? 'unseen' : undefined}>{children}</span>
    </button>
  )
}
