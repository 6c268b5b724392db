import type { AlarmKind } from './alarm.ts'

/** Why an alarm of each kind is raised, and what to do: docs/clearing.md says it at length. */
export const alarmGuide: Record<AlarmKind, { reason: string; next_step: string }> = {
  reversal_unacknowledged: {
    reason: 'A reversal was repeated for ten minutes and the card network never acknowledged it.',
    next_step:
      'Ask the acquirer with the references here whether the charge stands, then resolve the unknown outcome.',
  },
  capture_unacknowledged: {
    reason: 'A capture was repeated for ten minutes and the card network never answered.',
    next_step: 'Ask the acquirer whether it took the capture, then resolve the unknown outcome.',
  },
  acceptor_unknown: {
    reason:
      'A vault does not speak for who the main side is to the card network: their settings differ, or it is of an older release. It sends no charge.',
    next_step:
      'Set acquirer, terminal and merchant alike on both sides, or name them in JETPAY_FURTHER_ACCEPTORS of every vault. The alarm closes by itself.',
  },
  answer_contradicts_person: {
    reason:
      'The network said late that it took nothing, after a person had settled it as captured. Nothing was changed.',
    next_step: 'Ask the acquirer again. What does not clear becomes a reconciliation item.',
  },
  dispute_undecided: {
    reason: 'The network has not decided this dispute in time.',
    next_step: 'Ask the acquirer what was decided, then end the dispute with `jetpay dispute resolve`.',
  },
  clearing_file_refused: {
    reason: 'A clearing file cannot be read, or another came under its number. Nothing of it was applied.',
    next_step: 'Have the network send it again.',
  },
  clearing_file_missing: {
    reason: 'A clearing file came and the one before it did not. Those after it are held.',
    next_step: 'Get the missing file from the network.',
  },
  clearing_difference: {
    reason: 'A clearing file left differences open.',
    next_step: 'Resolve the reconciliation items of this file; the last one closes the alarm.',
  },
  payout_returned: {
    reason: 'A payout, or a part of it, came back from the bank or could not be sent.',
    next_step:
      'Have the company correct its bank account, then the payout is retried; that closes the alarm. Unsuspend one that is suspended or closing for as long, or it cannot.',
  },
  bank_file_rejected: {
    reason: 'The bank refused a file of ours whole; its items have failed.',
    next_step: 'Correct the cause with the bank, then retry the payouts.',
  },
  bank_file_refused: {
    reason: 'A file of the bank’s cannot be read. Nothing of it was applied.',
    next_step: 'Have the bank send it again.',
  },
  bank_return_parked: {
    reason: 'The bank returned what fits no item of ours. Nothing moved.',
    next_step: 'Ask the bank what it returned, then resolve the parked return.',
  },
  return_rate_high: {
    reason:
      'Of a company’s debits in the United States more come back than Nacha lets pass: 0.5 % as unauthorized, 3 % for a wrong account, 15 % in all, within 60 days.',
    next_step:
      'Ask the company whom it debits and how they agreed; lower its limits or suspend it. The bank will ask for reasons and a plan. It closes by itself once the rates are below again.',
  },
  recovery_open: {
    reason:
      'The database was restored to a moment in the past. What network and bank did since is compared, and not worked off yet.',
    next_step:
      'Run `jetpay recovery check`, resolve each item that it lists, then open the doors with `jetpay recovery go`.',
  },
  audit_log_failing: {
    reason: 'The vault cannot write its audit log, so it charges no card.',
    next_step:
      'Read the vault’s log for why (disk, privileges, a changed table) and mend it; it closes by itself.',
  },
  audit_log_changed: {
    reason: 'A row of the vault’s audit log is not the one that it told of before.',
    next_step:
      'Treat it as an intrusion: keep the databases as they are, run `jetpay audit verify`, and find out who could write there. After a restore it is the restore.',
  },
  card_testing: {
    reason:
      'Somebody tries cards out on pages of this company. Whoever does is locked out; people who are known there are not.',
    next_step:
      'Ask the company whom it gives card pages to, and have it ask for them less freely. Counts fade by themselves; `jetpay lockout list` shows who waits for how long, and `jetpay lockout lift` ends it. docs/card-testing.md.',
  },
  account_update_file_refused: {
    reason:
      'A file of account updates cannot be read, or another came under its number. Nothing of it was applied.',
    next_step: 'Have the network send it again; taken in, it closes the alarm.',
  },
  account_update_file_missing: {
    reason: 'A file of account updates came and the one before it did not. Those after it are held.',
    next_step: 'Get the missing file from the network.',
  },
  card_page_changed: {
    reason: 'The card page is not served as it was released: a script, a style or a header is another one.',
    next_step:
      'Look at the evidence of `jetpay page audit`. Where nobody of yours changed it, take the page out of service and look for who did.',
  },
  card_transfer_asked: {
    reason: 'Somebody asks that the cards of a company be written to a file, or taken in from one.',
    next_step:
      'Where you do not know of it, have a custodian end it with `jetpay cards transfer cancel`. Nothing is written before another one approves. docs/portability.md.',
  },
  card_transfer_done: {
    reason: 'The cards of a company were written to a file, or taken in from one.',
    next_step:
      'Where nobody of yours meant it, treat it as an intrusion. Else see that the file is deleted once the other side has taken it in.',
  },
  card_custodian_added: {
    reason: 'There is a new custodian, who may ask that cards leave or come, and approve it.',
    next_step:
      'Where you do not know the person, have another custodian remove them with `jetpay cards custodian remove`: the third and later ones cannot act for a day.',
  },
}
