/** A full stop or bracket behind an address belongs to the sentence. */
const ADDRESS = /(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]])/

/** A text in parts: every second one, from the second on, is the address of a page. */
export const splitAtAddresses = (text: string): string[] => text.split(ADDRESS)
