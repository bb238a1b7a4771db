//! What became of the message for each of several recipients.

use super::compose::Moment;
use super::frame::{FatePose, HostPose};
use super::layout::PlaceId;
use model::story::BeatKind;
use model::time::Instant;
use text::scene as words;

/// So many signs stand in a row.
const ROW: usize = 10;

impl Moment<'_> {
    /// Whether there is more than one recipient.
    pub(super) const fn several_fates(&self) -> bool {
        self.story.overview.recipients.len() > 1
    }

    /// How many signs there are: none for one recipient alone.
    const fn count(&self) -> usize {
        if self.several_fates() { self.story.overview.recipients.len() } else { 0 }
    }

    fn rows(&self) -> usize {
        self.count().div_ceil(ROW).max(1)
    }

    /// How large a sign is, and how far apart two are.
    fn pitch(&self) -> (i32, i32) {
        let small = self.layout.letters();
        let size = if self.rows() == 1 { small + 4 } else { (small + 2).min(16) };
        (size, size + 9)
    }

    /// How much room they need below the recipient. On phones they are in the strip.
    pub(super) fn fates_width(&self) -> i32 {
        if self.layout.size().pans() {
            return 0;
        }
        let most = self.count().min(ROW);
        self.pitch().1 * i32::try_from(most).unwrap_or(0)
    }

    pub(super) fn fates(&self, hosts: &[HostPose]) -> Vec<FatePose> {
        let cast = &self.story.overview.cast;
        let about = self.about();
        let (size, pitch) = self.pitch();
        let measures = self.layout.street.measures();
        let many = i32::try_from(self.count()).unwrap_or(0);
        let row = i32::try_from(ROW).unwrap_or(1);
        // Below the recipient's name.
        let recipient = hosts.iter().find(|host| host.place == PlaceId::Recipient);
        let middle = recipient
            .map_or(0, |host| host.label.first().map_or_else(|| host.rect.middle(), |line| line.x));
        // Several rows have no room to spare.
        let below = if self.count() > ROW { 6 } else { 10 };
        let top = self.layout.street() + measures.lines[0] + below + size / 2;
        let recipients = self.story.overview.recipients.iter().take(self.count());
        recipients
            .zip(0..)
            .map(|(recipient, n)| {
                let now = self.told_of(n);
                let until = recipient.statuses.partition_point(|(at, _)| *at <= now);
                let status = recipient.statuses[until.saturating_sub(1)].1;
                let host = cast.recipients.get(usize::from(n)).copied();
                let turn = host.is_some() && host == self.past.recipient;
                let current = if about.is_empty() { turn } else { about.contains(&n) };
                let n = i32::from(n);
                let in_row = (many - n / row * row).min(row);
                let x = middle - in_row * pitch / 2 + pitch / 2 + n % row * pitch;
                FatePose {
                    title: words::status(&recipient.address, status),
                    fate: status.into(),
                    current,
                    at: (x, top + n / row * (size + 3)),
                    size,
                }
            })
            .collect()
    }

    /// The simulated time up to which the story has told of recipient `n`. What is known once stays
    /// known, even where the story goes back in time.
    fn told_of(&self, n: u8) -> Instant {
        let (story, over) = (self.story, self.is_over());
        // When a wait has been told, its end has not been yet.
        let told = story.beats.iter().take(self.beat + 1).filter(|beat| {
            let about = story.steps.get(beat.step).is_some_and(|step| step.is_about(n));
            about && beat.kind != BeatKind::Rest
        });
        let told = told.map(|beat| beat.sim.0).max().unwrap_or(Instant::ZERO);
        if over { story.overview.over } else { told }
    }

    /// Whom the step that is looked at is about; empty: everybody.
    fn about(&self) -> &[u8] {
        let beat = self.story.beats.get(if self.leads { self.beat + 1 } else { self.beat });
        let step = beat.and_then(|beat| self.story.steps.get(beat.step));
        step.map_or(&[], |step| &step.recipients)
    }
}
