/**
 * Mounts Jetpay's hosted card page in a page of yours. It makes the frame, keeps it as high as what is in it,
 * hears what the card page says and nobody else, and takes all of it away again. Card details go from the
 * frame to the platform; nothing of them comes here.
 *
 * What the callbacks say is for the person who waits. It is no proof: whether a card was saved, or a debit
 * paid, your backend hears by webhook.
 *
 * The messages and their versions: docs/embed.md.
 */
/** The version of the messages that this file understands. */
export declare const PROTOCOL_VERSION = 1;
export type SavedCard = {
    creditCardId: string;
    brand: string;
    last4: string;
};
/** `failReason` is a word of docs/fail-reasons.md. */
export type RefusedCard = {
    creditCardId: string;
    failReason: string;
};
/** How the frame looks. What is in it follows the person's own settings. */
export type Appearance = {
    /** CSS lengths and colours. */
    borderRadius?: string;
    background?: string;
    /** CSS pixels until the page has told its height. */
    minHeight?: number;
    /** What assistive technology calls the frame; say it in the language of your page. */
    title?: string;
};
export type MountOptions = {
    /** The `url` that your backend was given, once for each mounting: it is single use. */
    url: string;
    /** The form can be filled in. */
    onReady?: () => void;
    /** The card is on its way to the network. */
    onSubmitted?: () => void;
    onSucceeded?: (card: SavedCard) => void;
    onFailed?: (card: RefusedCard) => void;
    /** Nothing was heard for 20 seconds: most often the URL was made without this page in `allowed_origins`. */
    onSilent?: () => void;
    appearance?: Appearance;
};
export type MountedCard = {
    iframe: HTMLIFrameElement;
    /** Takes the frame away and hears nothing more. Harmless a second time. */
    unmount: () => void;
};
/**
 * Shows the card page at `options.url` in `element`, at its end. Throws a TypeError that names what was given
 * wrong and what to give instead. Calls no callback after `unmount`.
 */
export declare function mountCard(element: Element, options: MountOptions): MountedCard;
