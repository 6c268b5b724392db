/**
 * Our own drawings, in the manner of the payment pages' (src/payment-page/icons.ts). All are decoration: the
 * words are beside them.
 */
const paths = {
  home: 'M4 11.5 12 5l8 6.500M6 10v9h12v-9M10 19v-5h4v5',
  swap: 'M4 8h14M14 4l4 4-4 4M20 16H6M10 12l-4 4 4 4',
  people:
    'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7M2.5 20c0-3.5 3-6 6.5-6s6.5 2.5 6.5 6M16 4.500a3.5 3.5 0 0 1 0 6M18 14.500c2 .8 3.5 2.8 3.5 5.5',
  link: 'M10 14l4-4M9 8l1.5-1.500a4 4 0 0 1 6 6L15 14M15 16l-1.5 1.500a4 4 0 0 1-6-6L9 10',
  calendar: 'M4 6.500h16V20H4zM4 10.500h16M8 4v4M16 4v4',
  bank: 'M3 9.5 12 4l9 5.500M4.5 9.500h15M6 9.500v8M10 9.500v8M14 9.500v8M18 9.500v8M3.5 20h17',
  scales: 'M12 4v16M7 20h10M4 8h16M4 8l-2 6h5zM20 8l-3 6h5z',
  flag: 'M6 21V4M6 5h12l-3 4 3 4H6',
  card: 'M2.5 5h19v14h-19zM2.5 10h19M6 15h4',
  hook: 'M12 4v9a4 4 0 1 1-4-4M9 6l3-3 3 3',
  list: 'M8 6h12M8 12h12M8 18h12M4 6h.01M4 12h.01M4 18h.01',
  key: 'M14 10a4 4 0 1 0-3.5 4L13 16h2v2h2v2h3v-3l-6-6z',
  log: 'M6 3h9l4 4v14H6zM9 11h7M9 15h7M9 7h3',
  brush: 'M4 20c0-3 1-5 4-5s4 3 1 5zM10 14 19 4l1 1-9 10',
  shield: 'M12 3l8 3v6c0 5-3.5 8-8 9-4.5-1-8-4-8-9V6z',
  gear: 'M12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6M12 3v3M12 18v3M3 12h3M18 12h3M5.6 5.600l2.1 2.100M16.3 16.300l2.1 2.100M5.6 18.400l2.1-2.100M16.3 7.700l2.1-2.1',
  building: 'M5 21V4h10v17M15 9h4v12M3 21h18M8 8h1M11 8h1M8 12h1M11 12h1M8 16h1M11 16h1',
  question: 'M9 9a3 3 0 1 1 4 2.800c-.7.3-1 .9-1 1.700M12 17h.01M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18',
  bell: 'M6 16V11a6 6 0 0 1 12 0v5l1.5 2h-15zM10 20h4',
  file: 'M6 3h8l4 4v14H6zM14 3v4h4',
  mail: 'M3 6h18v12H3zM3 7l9 6 9-6',
  play: 'M8 5l11 7-11 7z',
  search: 'M11 17a6 6 0 1 0 0-12 6 6 0 0 0 0 12M15.5 15.5 20 20',
  menu: 'M4 7h16M4 12h16M4 17h16',
  close: 'M6 6l12 12M18 6 6 18',
  check: 'M5 12.500l4.5 4.500L19 7.5',
  chevron: 'M7 10l5 5 5-5',
  copy: 'M8 8h11v12H8zM5 16V4h11',
  plus: 'M12 5v14M5 12h14',
  clock: 'M12 20.500a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17M12 7.500V12l3 2',
  columns: 'M4 5h16v14H4zM10 5v14M15 5v14',
  sun: 'M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8M12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6 7 7M17 17l1.4 1.400M5.6 18.4 7 17M17 7l1.4-1.4',
  globe:
    'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M3 12h18M12 3c3.500 4 3.500 14 0 18M12 3c-3.500 4-3.500 14 0 18',
  undo: 'M8 5 4 9l4 4M4 9h9a6 6 0 0 1 0 12h-3',
  download: 'M12 4v11M7 11l5 5 5-5M5 20h14',
  external: 'M14 4h6v6M20 4l-9 9M18 14v6H4V6h6',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8M4.5 21c0-4 3.5-7 7.5-7s7.5 3 7.5 7',
} as const
export type IconName = keyof typeof paths

export function Icon({ name, size = 18 }: { name: IconName; size?: number }) {
  return (
    <svg
      className="icon"
      viewBox="0 0 24 24"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={paths[name]} />
    </svg>
  )
}
