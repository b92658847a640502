// The sentence that greets a person after a form was sent. The address carries a word, never the sentence, so that a
// link cannot make the board say something.

const sentences: Readonly<Record<string, string>> = {
  propose: 'The date is proposed. Next: someone other than the author approves.',
  confirm: 'The breaks are confirmed as intended.',
  approve: 'Approved. Next: announce it.',
  announce: 'Announced. What is due is in the outbox; the clock sends the rest.',
  reschedule: 'Moved. Every message, calendar entry and agenda item follows.',
  discuss: 'The discussion is on record.',
  understand: 'Thank you: it is on record that the team has understood.',
  claim: 'Noted as your word. It counts as proven once something shows it.',
  acknowledge: 'Thank you: the shift is acknowledged.',
  substitute: 'The hours are handed over. Both are told why.',
  'stand-down': 'The team has its hours back.',
  retry: 'The message is tried again.',
  deploy: 'The deploy has started. The roster is on.',
  verify: 'Verifying: done when the last consumer works.',
  complete: 'Done. Everyone is told.',
  'roll-back': 'Rolled back.',
  'claim-caller': 'Claimed. Its calls are that team’s from now on.',
  'forward-caller': 'Forwarded. It is on the team’s page until somebody claims it.',
  'noise-caller': 'Noted as noise. It is listed again when it grows tenfold.',
  'reopen-caller': 'It is asked about again.',
  cancel: 'Called off. Everyone who was told of it is told of this.',
};

export function wordOf(said: string | undefined): string | null {
  return said === undefined ? null : (sentences[said] ?? null);
}
