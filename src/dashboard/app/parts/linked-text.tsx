import { splitAtAddresses } from '../../../ground/addresses-in.ts'

/** A text whose addresses are links. */
export const LinkedText = ({ text }: { text: string }) =>
  splitAtAddresses(text).map((part, at) =>
    at % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never move
      <a key={at} className="link" href={part}>
        {part}
      </a>
    ) : (
      part
    ),
  )
