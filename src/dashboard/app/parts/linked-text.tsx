/** An address within a text; a full stop or bracket behind one belongs to the sentence. */
const ADDRESS = /(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]])/

/** A text whose addresses are links. */
export const LinkedText = ({ text }: { text: string }) =>
  text.split(ADDRESS).map((part, at) =>
    at % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never move
      <a key={at} className="link" href={part}>
        {part}
      </a>
    ) : (
      part
    ),
  )
