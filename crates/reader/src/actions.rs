//! How notices say what was done.

use crate::{Action, Said, cue, mapped::Mapped};

/// Where several appear, the first of the table counts.
const WORDINGS: &[(Action, &str)] = &[
    (
        Action::Delayed,
        "has been delayed|is delayed|will be retried|still being retried|not yet been delivered|\
         delivery delayed|warning message only|will retry|status=deferred|action: delayed|\
         stat=deferred|temporary problem delivering|noch nicht zugestellt|verzögert|\
         a été retardée|se ha retrasado|遅延|keep trying|could not be delivered yet|\
         delivery incomplete",
    ),
    (
        Action::Failed,
        "failed permanently|address failed|addresses failed|address(es) failed|recipient failed|\
         recipients failed|status notification (failure)|error occurred while trying to deliver|\
         permanent error|permanent fatal|given up|giving up|could not be delivered|\
         couldn't be delivered|couldn’t be delivered|wasn't delivered|wasn’t delivered|\
         was not delivered|delivery has failed|delivery failed|did not reach|unable to deliver|\
         undeliverable|undelivered|cannot be delivered|not be delivered|delivery problem|\
         failed to send|could not be sent|non-deliverable|message rejected|rejected your message|\
         not able to deliver|wasn't able to deliver|error delivering|delivery failure|\
         delivery error|returned to sender|status=bounced|failure notice|message not delivered|\
         address not found|message expired|could not be reached|returned mail|unzustellbar|\
         nicht zugestellt|nicht erreich|konnten nicht|konnte nicht|n'a pas pu|n'a pas été remis|\
         échec de|Échec de|error de entrega|fehler bei der nachrichtenzustellung|\
         fehler bei der zustellung|no se pudo entregar|no se ha podido|no se entregó|配信できません|配信不能|\
         配信に失敗|deleted from queue",
    ),
    (Action::Delivered, "successfully delivered|status=sent|delivery successful|stat=sent"),
    (Action::Relayed, "was relayed|relayed to a system|relaying to these"),
];

/// What the words say that was done.
pub(crate) fn find(words: &Mapped) -> Option<Said<Action>> {
    WORDINGS.iter().find_map(|(action, wordings)| {
        let span = cue::find(words.text(), wordings)?;
        words.said(span, *action)
    })
}
