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
type FailReason = 'account_closed' | 'account_deleted' | 'account_frozen' | 'account_not_found' | 'account_not_supported' | 'account_number_not_valid' | 'agreement_revoked' | 'amount_too_large' | 'authentication_required' | 'authorization_expired' | 'bank_account_deleted' | 'card_declined' | 'card_deleted' | 'card_expired' | 'card_failed' | 'card_not_supported' | 'card_on_file_disabled' | 'card_pending' | 'card_single_use' | 'card_unreadable' | 'closed_account' | 'contact_deleted' | 'currency_mismatch' | 'date_not_valid' | 'debit_not_allowed' | 'debit_taken_back' | 'declined' | 'do_not_honour' | 'duplicate' | 'duplicate_transmission' | 'exceeds_limit' | 'expired' | 'expired_card' | 'failed' | 'funds_not_cleared' | 'holder_deceased' | 'incorrect_cvc' | 'incorrect_pin' | 'incorrect_postal_code' | 'institution_in_default' | 'insufficient_funds' | 'invalid_amount' | 'invalid_card_number' | 'invalid_merchant' | 'invalid_transaction' | 'issuer_not_found' | 'issuer_unavailable' | 'limit_exceeded' | 'lost_card' | 'name_mismatch' | 'network_error' | 'network_timeout' | 'network_unavailable' | 'no_agreement' | 'no_such_account' | 'not_announced' | 'not_as_agreed' | 'not_cleared' | 'not_found' | 'not_reversed' | 'payment_stopped' | 'pick_up_card' | 'pin_tries_exceeded' | 'processing_error' | 'recalled' | 'refer_to_issuer' | 'refused_by_holder' | 'rejected_at_clearing' | 'rejected_by_bank' | 'restricted_card' | 'retry_not_allowed' | 'returned_by_bank' | 'schedule_cancelled' | 'security_violation' | 'stolen_card' | 'suspected_fraud' | 'tokenization_url_expired' | 'tokenization_url_invalid' | 'tokenization_url_used' | 'transaction_not_permitted' | 'validation_failed' | 'vault_unavailable' | 'wrong_state';
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
    failReason: FailReason;
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
