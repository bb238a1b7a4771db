//! Links to a scenario and a moment: what [`model::link`] leaves open.
//!
//! The state is a row of fields in postcard's encoding, each of them optional: slug, step, sender,
//! recipients, subject, text, attachment, relays, conditions, seed, owner, names of servers. Only differences
//! from the preset are written. The owner's names are read first: the others are differences from the preset as it is
//! with them. It is read field by field, so that of a damaged link the sound beginning is used.
//!
//! Reading never fails and trusts nothing: every value goes through the same checks as what is
//! typed, and what does not pass them is replaced by the preset's.
//!
//! Whom to ask (`help-desk`) is in no link, and is not taken from one: whoever writes a link to an owner's
//! page must not decide whom its readers ask.
//!
//! The page's two modules tell each other scenarios in the same way, of any length: [`pack`] and
//! [`unpack`].

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use model::address::Mailbox;
use model::host_names::NamedServer;
use model::limits::link::{MAX_FRAGMENT, MAX_PAGE_ATTACHMENT};
use model::limits::scenario::{MAX_HOST_NAMES, MAX_RECIPIENTS};
use model::link::{Link, LinkProblem, VERSION, named, sort, step_name};
use model::naming;
use model::owner::{Field, Owner, OwnerError};
use model::preset_id::PresetId;
use model::presets::Preset;
use model::scenario::{Attachment, Condition, Parts, Scenario, ScenarioError};
use serde::{Deserialize, Serialize};

/// What a link opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// The preset it starts from.
    pub preset: PresetId,
    /// The name of the step to open, as it stands in the link. May not exist.
    pub step: Option<String>,
    /// The scenario's parts; always valid together.
    pub parts: Parts,
    /// What had to be left aside, if anything.
    pub problem: Option<LinkProblem>,
}

/// A written link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Encoded {
    /// What stands after the `#`.
    pub fragment: String,
    /// The text did not fit and was left out; so were the names of servers, where that was not enough.
    pub text_left_out: bool,
    /// Nor did the rest: the link opens the preset.
    pub all_left_out: bool,
}

/// The differences from a preset.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct State {
    slug: Option<String>,
    step: Option<String>,
    sender: Option<String>,
    recipients: Option<Vec<String>>,
    subject: Option<String>,
    text: Option<String>,
    attachment: Option<AttachmentState>,
    relays: Option<u8>,
    conditions: Option<Vec<Condition>>,
    seed: Option<u64>,
    /// By the number of the field.
    owner: Option<Vec<(u8, String)>>,
    host_names: Option<Vec<(NamedServer, String)>>,
}

/// A change of the attachment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum AttachmentState {
    None,
    Some(Attachment),
}

/// Writes a link to a scenario that began as this preset.
pub fn encode(preset: PresetId, step: Option<&str>, parts: &Parts) -> Encoded {
    let parts = &Parts { owner: parts.owner.without_help_desk(), ..parts.clone() };
    let plain = Preset::of(preset).parts_for(&parts.owner);
    if *parts == plain && parts.owner.is_empty() {
        return Encoded::whole(named(preset, step));
    }
    let mut state = State::changes(preset, &plain, parts);
    state.step = step.map(ToOwned::to_owned);
    let fragment = state.write();
    if fragment.len() <= MAX_FRAGMENT {
        return Encoded::whole(fragment);
    }
    state.text = None;
    let mut fragment = state.write();
    if fragment.len() > MAX_FRAGMENT {
        state.host_names = None;
        fragment = state.write();
    }
    let all_left_out = fragment.len() > MAX_FRAGMENT;
    if all_left_out {
        // Twenty very long addresses, or answers: what is left is the preset itself.
        let (slug, step, owner) = (Some(preset.slug().to_owned()), state.step, state.owner);
        fragment = State { slug, step, owner, ..State::default() }.write();
    }
    Encoded { fragment, text_left_out: true, all_left_out }
}

/// The same scenario in a page whose owner has these names: what the reader has changed stays, and
/// everything else is as the preset has it there.
pub fn owned(preset: PresetId, parts: &Parts, owner: &Owner) -> Parts {
    let state = State::changes(preset, &Preset::of(preset).parts_for(&parts.owner), parts);
    let mut opened = Opened::plain(preset, owner);
    // What does not go with the new names is left aside.
    let _ = opened.change(&state);
    opened.parts
}

/// Writes a scenario that began as this preset, however long it gets.
pub fn pack(preset: PresetId, parts: &Parts) -> String {
    State::changes(preset, &Preset::of(preset).parts_for(&parts.owner), parts).write()
}

/// Reads what [`pack`] has written.
pub fn unpack(packed: &str) -> Opened {
    if packed.starts_with(VERSION) {
        decode_state(packed)
    } else {
        Opened::preset(PresetId::default(), Some(LinkProblem::Damaged))
    }
}

/// Reads what stands after the `#`.
pub fn decode(fragment: &str) -> Opened {
    match sort(fragment) {
        Link::Preset { preset, step, problem } => {
            let mut opened = Opened::preset(preset, problem);
            opened.step = step;
            opened
        }
        Link::State(fragment) => {
            let mut opened = decode_state(&fragment);
            opened.parts.owner = opened.parts.owner.without_help_desk();
            opened
        }
    }
}

fn decode_state(fragment: &str) -> Opened {
    let (body, check) = fragment.split_at(fragment.len() - 1);
    let sound = body.is_ascii() && check.starts_with(check_character(body));
    // A link that was cut off has lost its check character, and perhaps part of a group of four.
    let payload = if sound { &body[1..] } else { fragment.get(1..).unwrap_or_default() };
    let whole = payload.len() - usize::from(payload.len() % 4 == 1);
    let bytes = payload.get(..whole).and_then(|text| lenient().decode(text).ok());
    let (state, complete) = State::read(&bytes.unwrap_or_default());
    let damaged = (!sound || !complete).then_some(LinkProblem::Damaged);

    let preset = state.slug.as_deref().map(PresetId::find);
    let unknown = matches!(preset, Some(None)).then_some(LinkProblem::UnknownPreset);
    let (owner, wrong) = state.owner();
    let mut opened = Opened::plain(preset.flatten().unwrap_or_default(), &owner);
    opened.step = state.step.as_deref().and_then(step_name);
    let not_allowed = opened.change(&state).err();
    let wrong = wrong.map(LinkProblem::OwnerNotAllowed);
    opened.problem = damaged.or(unknown).or(wrong).or(not_allowed);
    opened
}

impl Encoded {
    const fn whole(fragment: String) -> Self {
        Self { fragment, text_left_out: false, all_left_out: false }
    }
}

impl Opened {
    fn preset(preset: PresetId, problem: Option<LinkProblem>) -> Self {
        Self { problem, ..Self::plain(preset, &Owner::default()) }
    }

    /// The preset in a page of this owner's.
    fn plain(preset: PresetId, owner: &Owner) -> Self {
        let parts = Preset::of(preset).parts_for(owner);
        Self { preset, step: None, parts, problem: None }
    }

    /// Takes the changes over: all of them if that is valid, or else one by one, as long as the
    /// whole stays valid.
    fn change(&mut self, state: &State) -> Result<(), LinkProblem> {
        let mut result = Ok(());
        if let Ok(parts) = state.change(&self.parts) {
            self.parts = parts;
        } else {
            for one in state.one_by_one() {
                match one.change(&self.parts) {
                    Ok(parts) => self.parts = parts,
                    Err(problem) if result.is_ok() => result = Err(problem),
                    Err(_) => {}
                }
            }
        }
        // Who is on stage to be named is known now.
        let names =
            state.host_names.iter().flatten().map(|(server, name)| (*server, name.as_str()));
        let (names, refused) = naming::usable(&self.parts, names.take(MAX_HOST_NAMES));
        self.parts.host_names = names;
        let refused = refused.into_iter().next();
        let refused = refused.map(|it| LinkProblem::NotAllowed(ScenarioError::HostName(it)));
        result.and(refused.map_or(Ok(()), Err))
    }
}

impl State {
    /// What `parts` change in the preset, whose own parts are `plain`.
    fn changes(preset: PresetId, plain: &Parts, parts: &Parts) -> Self {
        let texts = |mailboxes: &[Mailbox]| mailboxes.iter().map(ToString::to_string).collect();
        State {
            slug: (preset != PresetId::default()).then(|| preset.slug().to_owned()),
            step: None,
            sender: (parts.sender != plain.sender).then(|| parts.sender.to_string()),
            recipients: (parts.recipients != plain.recipients).then(|| texts(&parts.recipients)),
            subject: (parts.subject != plain.subject).then(|| parts.subject.clone()),
            text: (parts.text != plain.text).then(|| parts.text.clone()),
            attachment: (parts.attachment != plain.attachment).then(|| {
                parts.attachment.clone().map_or(AttachmentState::None, AttachmentState::Some)
            }),
            relays: (parts.relays != plain.relays).then_some(parts.relays),
            conditions: (parts.conditions != plain.conditions).then(|| parts.conditions.clone()),
            seed: (parts.seed != plain.seed).then_some(parts.seed),
            owner: (!parts.owner.is_empty())
                .then(|| parts.owner.fields().map(|(field, text)| (field as u8, text)).collect()),
            host_names: (!parts.host_names.is_empty()).then(|| {
                parts.host_names.iter().map(|(server, name)| (server, name.to_string())).collect()
            }),
        }
    }

    /// The owner's names, and the first that cannot be used. Fields from the future are left aside.
    fn owner(&self) -> (Owner, Option<OwnerError>) {
        let texts = self.owner.iter().flatten().filter_map(|(number, text)| {
            Some((*Field::ALL.get(usize::from(*number))?, text.as_str()))
        });
        let (owner, refused) = Owner::default().with(texts);
        (owner, refused.into_iter().next())
    }

    /// `parts` with these changes.
    fn change(&self, parts: &Parts) -> Result<Parts, LinkProblem> {
        let mut parts = parts.clone();
        if let Some(sender) = &self.sender {
            let wrong = |error| LinkProblem::NotAllowed(ScenarioError::Sender(error));
            parts.sender = sender.parse().map_err(wrong)?;
        }
        if let Some(recipients) = &self.recipients {
            // One more than fits, so that too many are seen as too many.
            let read = recipients.iter().take(MAX_RECIPIENTS + 1).enumerate().map(|(n, text)| {
                let wrong = |error| LinkProblem::NotAllowed(ScenarioError::Recipient(n + 1, error));
                text.parse().map_err(wrong)
            });
            parts.recipients = read.collect::<Result<_, _>>()?;
            let number = parts.recipients.len();
            parts
                .conditions
                .retain(|condition| condition.recipient().is_none_or(|n| usize::from(n) < number));
        }
        if let Some(subject) = &self.subject {
            parts.subject.clone_from(subject);
        }
        if let Some(text) = &self.text {
            parts.text.clone_from(text);
        }
        match &self.attachment {
            None => {}
            Some(AttachmentState::None) => parts.attachment = None,
            Some(AttachmentState::Some(file)) if file.size > MAX_PAGE_ATTACHMENT => {
                return Err(LinkProblem::AttachmentTooBig);
            }
            Some(AttachmentState::Some(file)) => parts.attachment = Some(file.clone()),
        }
        parts.relays = self.relays.unwrap_or(parts.relays);
        if let Some(conditions) = &self.conditions {
            parts.conditions.clone_from(conditions);
        }
        parts.seed = self.seed.unwrap_or(parts.seed);
        let scenario = Scenario::new(parts).map_err(LinkProblem::NotAllowed)?;
        Ok(scenario.parts().clone())
    }

    /// Each change alone, but for relays and conditions, which speak of each other.
    fn one_by_one(&self) -> [Self; 7] {
        let one = |change: &dyn Fn(&mut Self)| {
            let mut one = Self::default();
            change(&mut one);
            one
        };
        [
            one(&|one| one.sender.clone_from(&self.sender)),
            one(&|one| one.recipients.clone_from(&self.recipients)),
            one(&|one| one.subject.clone_from(&self.subject)),
            one(&|one| one.text.clone_from(&self.text)),
            one(&|one| one.attachment.clone_from(&self.attachment)),
            one(&|one| {
                one.relays = self.relays;
                one.conditions.clone_from(&self.conditions);
            }),
            one(&|one| one.seed = self.seed),
        ]
    }

    fn write(&self) -> String {
        let fields = [
            field(self.slug.as_ref()),
            field(self.step.as_ref()),
            field(self.sender.as_ref()),
            field(self.recipients.as_ref()),
            field(self.subject.as_ref()),
            field(self.text.as_ref()),
            field(self.attachment.as_ref()),
            field(self.relays.as_ref()),
            field(self.conditions.as_ref()),
            field(self.seed.as_ref()),
            field(self.owner.as_ref()),
            field(self.host_names.as_ref()),
        ];
        // Fields at the end that say nothing need not be said.
        let said = fields.iter().rposition(|field| *field != NOTHING).map_or(0, |last| last + 1);
        let mut fragment = String::from(VERSION);
        URL_SAFE_NO_PAD.encode_string(fields[..said].concat(), &mut fragment);
        fragment.push(check_character(&fragment));
        fragment
    }

    /// Reads fields until one cannot be read; tells whether all could.
    fn read(bytes: &[u8]) -> (Self, bool) {
        let mut state = Self::default();
        let mut rest = bytes;
        let complete = take(&mut rest, &mut state.slug)
            && take(&mut rest, &mut state.step)
            && take(&mut rest, &mut state.sender)
            && take(&mut rest, &mut state.recipients)
            && take(&mut rest, &mut state.subject)
            && take(&mut rest, &mut state.text)
            && take(&mut rest, &mut state.attachment)
            && take(&mut rest, &mut state.relays)
            && take(&mut rest, &mut state.conditions)
            && take(&mut rest, &mut state.seed)
            && take(&mut rest, &mut state.owner)
            && take(&mut rest, &mut state.host_names)
            && rest.is_empty();
        (state, complete)
    }
}

/// A field that says nothing.
const NOTHING: [u8; 1] = [0];

fn field<T: Serialize>(value: Option<&T>) -> Vec<u8> {
    // Memory is the only thing that could fail here, and it does not fail this way.
    postcard::to_allocvec(&value).unwrap_or_default()
}

fn take<T: for<'de> Deserialize<'de>>(rest: &mut &[u8], field: &mut Option<T>) -> bool {
    if rest.is_empty() {
        return true;
    }
    match postcard::take_from_bytes(rest) {
        Ok((value, after)) => {
            *field = value;
            *rest = after;
            true
        }
        Err(_) => false,
    }
}

/// Reads base64url whose last bits need not be zero: a cut-off link ends anywhere.
fn lenient() -> base64::engine::GeneralPurpose {
    let config = base64::engine::general_purpose::NO_PAD.with_decode_allow_trailing_bits(true);
    base64::engine::GeneralPurpose::new(&base64::alphabet::URL_SAFE, config)
}

/// The letter or digit that ends a link to a state: it depends on every character before it and on
/// their places.
pub fn check_character(text: &str) -> char {
    const DIGITS: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    let sum = text.bytes().fold(7_u32, |sum, byte| (sum * 59 + u32::from(byte)) % 65_521);
    char::from(DIGITS[sum as usize % DIGITS.len()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::link::sort_on;
    use model::presets::PRESETS;
    use text::links;

    const USUAL: &str = PresetId::EverythingWorks.slug();

    #[track_caller]
    fn check(fragment: &str, slug: &str, step: Option<&str>, problem: Option<&LinkProblem>) {
        let opened = decode(fragment);
        assert_eq!(
            (opened.preset.slug(), opened.step.as_deref(), opened.problem.as_ref()),
            (slug, step, problem),
            "{fragment}"
        );
    }

    #[test]
    fn names_open_presets_and_steps() {
        check("", USUAL, None, None);
        check("#", USUAL, None, None);
        check("two-boxes", "two-boxes", None, None);
        check("#Two-Boxes).", "two-boxes", None, None);
        check("two-boxes_box", "two-boxes", Some("box"), None);
        check("two-boxes/box", "two-boxes", Some("box"), None);
        check("two-boxes_box-", "two-boxes", Some("box"), None);
        check("two-boxes/<script>alert(1)</script>", "two-boxes", None, None);
        check("three-boxes", USUAL, None, Some(&LinkProblem::UnknownPreset));
        check("9AAAA", USUAL, None, Some(&LinkProblem::UnknownVersion));
        check(&"x".repeat(2_001), USUAL, None, Some(&LinkProblem::TooLong));
    }

    #[test]
    fn in_the_page_of_a_preset_a_step_is_a_step_of_it() {
        #[track_caller]
        fn check(fragment: &str, slug: &str, step: Option<&str>) {
            let preset = PresetId::find(slug).expect("a preset");
            let step = step.map(ToOwned::to_owned);
            let link = Link::Preset { preset, step, problem: None };
            assert_eq!(sort_on(Some(PresetId::MailboxFull), fragment), link, "{fragment}");
        }
        check("", "mailbox-full", None);
        check("#", "mailbox-full", None);
        check("#refused", "mailbox-full", Some("refused"));
        check("#waiting-1).", "mailbox-full", Some("waiting-1"));
        check("#two-boxes", "two-boxes", None);
        check("#two-boxes_box", "two-boxes", Some("box"));
        let own = encode(PresetId::WrongPassword, Some("key-refused"), &changed()).fragment;
        assert_eq!(sort_on(Some(PresetId::MailboxFull), &own), Link::State(own.clone()));
        for fragment in ["9AAAA", "no-such-preset_box", &"x".repeat(2_001)] {
            assert_eq!(
                sort_on(Some(PresetId::MailboxFull), fragment),
                sort(fragment),
                "{fragment}"
            );
        }
        assert_eq!(sort_on(None, "refused"), sort("refused"));
        // As if nothing stood there: some systems write words of their own.
        let secret = "#?secret=a1B2c3D4e5";
        assert_eq!(
            sort_on(Some(PresetId::MailboxFull), secret),
            sort_on(Some(PresetId::MailboxFull), "")
        );
        assert_eq!(sort(secret), sort(""));
    }

    fn changed() -> Parts {
        let mut parts = Preset::of(PresetId::WrongPassword).parts();
        parts.sender = "zoe@example.org".parse().unwrap();
        parts.recipients =
            vec!["bob@example.net".parse().unwrap(), "eve@a.example".parse().unwrap()];
        parts.subject = "Grüße, <b>".to_owned();
        parts.text = "Hi\n.\n".to_owned();
        parts
    }

    #[test]
    fn a_changed_scenario_survives_its_link() {
        let parts = changed();
        let encoded = encode(PresetId::WrongPassword, Some("key-refused"), &parts);
        assert!(!encoded.text_left_out);
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        assert!(encoded.fragment.chars().all(plain), "{}", encoded.fragment);
        let opened = decode(&encoded.fragment);
        assert_eq!(opened.parts, parts);
        assert_eq!((opened.preset, opened.problem), (PresetId::WrongPassword, None));
        assert_eq!(opened.step.as_deref(), Some("key-refused"));
    }

    fn owned_parts() -> Parts {
        let texts = [(Field::Provider, "Riverside Net"), (Field::Domain, "acme.example")];
        let (owner, refused) = Owner::default().with(texts.into_iter());
        assert_eq!(refused, []);
        Preset::of(PresetId::WrongPassword).parts_for(&owner)
    }

    #[test]
    fn names_of_an_owner_survive_their_link() {
        let mut parts = owned_parts();
        let plain = encode(PresetId::WrongPassword, Some("box"), &parts).fragment;
        let opened = decode(&plain);
        assert_eq!((&opened.parts, opened.problem), (&parts, None));
        parts.subject = "Hello".to_owned();
        let opened = decode(&encode(PresetId::WrongPassword, None, &parts).fragment);
        assert_eq!((opened.parts, opened.problem), (parts, None));
    }

    #[test]
    fn whom_to_ask_is_in_no_link() {
        let mut parts = Preset::of(PresetId::WrongPassword).parts();
        let preset = PresetId::WrongPassword;
        parts.owner.set(Field::HelpDesk, "https://somebody.else.example/").expect("a page");
        assert_eq!(encode(preset, None, &parts).fragment, preset.slug(), "nothing else is said");
        // Somebody writes one by hand.
        let opened = decode(&pack(preset, &parts));
        assert_eq!((opened.parts.owner.help_desk(), opened.problem), (None, None));
        // The page's own modules tell each other.
        assert_eq!(unpack(&pack(preset, &parts)).parts, parts);
        parts.owner.set(Field::Provider, "Riverside Net").expect("a provider");
        let opened = decode(&encode(preset, None, &parts).fragment);
        assert_eq!(opened.parts.owner.provider(), Some("Riverside Net"));
        assert_eq!(opened.parts.owner.help_desk(), None);
    }

    #[test]
    fn of_an_owner_what_can_be_used_is_used() {
        let texts = [(0, "Riverside Net"), (1, "no domain"), (200, "from the future")];
        let owner = texts.map(|(n, text)| (n, text.to_owned())).to_vec();
        let opened = decode(&State { owner: Some(owner), ..State::default() }.write());
        assert_eq!(opened.parts.owner.provider(), Some("Riverside Net"));
        assert_eq!(opened.parts.recipients[0].to_string(), "feedback@allbusiness.com");
        let problem = links::whole(&opened.problem.expect("a problem"));
        assert!(problem.starts_with("Part of this link could not be used: domain: "), "{problem}");
        assert!(problem.ends_with('.') && !problem.ends_with(".."), "{problem}");
    }

    #[test]
    fn names_of_servers_survive_their_link() {
        let texts = [
            (NamedServer::Provider, "smtp.example.org"),
            (NamedServer::Relay(0), "mx.filter.example"),
            (NamedServer::Home(1), "mail-in.a.example"),
        ];
        let mut parts = Parts { relays: 1, ..changed() };
        let (names, refused) = naming::usable(&parts, texts.into_iter());
        assert_eq!(refused, []);
        parts.host_names = names;
        let fragment = encode(PresetId::WrongPassword, None, &parts).fragment;
        let opened = decode(&fragment);
        assert_eq!((&opened.parts, opened.problem), (&parts, None));
        let opened = unpack(&pack(PresetId::WrongPassword, &parts));
        assert_eq!((&opened.parts, opened.problem), (&parts, None));
        let moved = owned(PresetId::WrongPassword, &parts, &owned_parts().owner);
        assert_eq!(moved.host_names, parts.host_names);
    }

    #[test]
    fn of_names_of_servers_what_can_be_used_is_used() {
        let names = [
            (NamedServer::Provider, "<b>"),
            (NamedServer::Relay(7), "relay.example.org"),
            (NamedServer::Home(0), "mx.example.org"),
        ];
        let names = names.map(|(server, name)| (server, name.to_owned())).to_vec();
        let opened = decode(&State { host_names: Some(names), ..State::default() }.write());
        let kept: Vec<_> = opened.parts.host_names.iter().map(|(server, _)| server).collect();
        assert_eq!(kept, [NamedServer::Home(0)]);
        let problem = links::whole(&opened.problem.expect("a problem"));
        assert!(problem.contains("name of the provider’s server: "), "{problem}");
    }

    /// Names that do not fit are left out before what happens is.
    #[test]
    fn what_happens_goes_before_names_of_servers() {
        let mut parts = changed();
        parts.recipients =
            (0..20).map(|n| format!("box@d{n}.example").parse().expect("an address")).collect();
        let long = "name-of-a-server.".repeat(5);
        let texts: Vec<_> =
            (0..20).map(|n| (NamedServer::Home(n), format!("m{n}.{long}net"))).collect();
        let texts = texts.iter().map(|(server, name)| (*server, name.as_str()));
        (parts.host_names, _) = naming::usable(&parts, texts);
        let encoded = encode(PresetId::WrongPassword, None, &parts);
        assert!(encoded.text_left_out && !encoded.all_left_out);
        let opened = decode(&encoded.fragment).parts;
        assert!(opened.host_names.is_empty());
        assert_eq!((opened.recipients, opened.conditions), (parts.recipients, parts.conditions));
    }

    /// Text and names together do not fit: the names stay.
    #[test]
    fn a_text_makes_room_for_an_owner() {
        let mut parts = owned_parts();
        parts.text = "x".repeat(3_000);
        let encoded = encode(PresetId::WrongPassword, None, &parts);
        assert!(encoded.text_left_out && encoded.fragment.len() <= MAX_FRAGMENT);
        assert_eq!(decode(&encoded.fragment).parts, owned_parts());
    }

    #[test]
    fn links_from_before_there_were_owners_open_the_same() {
        let old = "1AQ9zaWduLWluLXJlZnVzZWQBA2JveAAAAQxHcsO8w59lLCA8Yj4BC0hpCi4KdGhlcmUKAAEDAAEHv";
        let opened = decode(old);
        assert_eq!((opened.preset, opened.problem), (PresetId::SignInRefused, None));
        assert_eq!((opened.parts.relays, opened.parts.seed), (3, 7));
        assert_eq!(opened.parts.subject, "Grüße, <b>");
        assert_eq!(encode(opened.preset, opened.step.as_deref(), &opened.parts).fragment, old);
    }

    #[test]
    fn zeros_and_empty_lists_are_changes_too() {
        for preset in &PRESETS {
            let changes: [fn(&mut Parts); 3] = [
                |parts| parts.seed = 0,
                |parts| parts.relays = 0,
                |parts| parts.conditions.clear(),
            ];
            for change in changes {
                let mut parts = preset.parts();
                change(&mut parts);
                let opened = decode(&encode(preset.id, None, &parts).fragment);
                assert_eq!((opened.parts, opened.problem), (parts, None), "{}", preset.slug());
            }
        }
    }

    #[test]
    fn a_step_that_a_link_cannot_end_with_is_none() {
        let state = |step: &str| State { step: Some(step.to_owned()), ..State::default() }.write();
        check(&state("box"), USUAL, Some("box"), None);
        check(&state("box-"), USUAL, None, None);
    }

    #[test]
    fn of_a_cut_off_link_the_beginning_is_used() {
        let mut parts = changed();
        parts.text = "a long text, ".repeat(20);
        let fragment = encode(PresetId::WrongPassword, None, &parts).fragment;
        let opened = decode(&fragment[..fragment.len() - 200]);
        assert_eq!(opened.problem, Some(LinkProblem::Damaged));
        assert_eq!(opened.preset, PresetId::WrongPassword);
        assert_eq!(opened.parts.sender, parts.sender);
        assert_eq!(opened.parts.recipients, parts.recipients);
        assert_eq!(opened.parts.text, Preset::of(PresetId::WrongPassword).parts().text);
    }

    #[test]
    fn a_text_that_does_not_fit_is_left_out() {
        let mut parts = changed();
        parts.text = "x".repeat(3_000);
        let encoded = encode(PresetId::WrongPassword, None, &parts);
        assert!(encoded.text_left_out && encoded.fragment.len() <= MAX_FRAGMENT);
        let opened = decode(&encoded.fragment);
        assert_eq!(opened.parts.subject, parts.subject);
        assert_eq!(opened.parts.text, Preset::of(PresetId::WrongPassword).parts().text);
    }

    /// What is valid only as a whole arrives as a whole.
    #[test]
    fn what_is_packed_is_unpacked_whatever_its_length() {
        let mut parts = changed();
        parts.text = "x".repeat(50_000);
        // In the preset, this is the name of a server.
        parts.sender = "ann@mail.allbusiness.com".parse().unwrap();
        let opened = unpack(&pack(PresetId::WrongPassword, &parts));
        assert_eq!(
            (opened.preset, &opened.parts, opened.problem),
            (PresetId::WrongPassword, &parts, None)
        );
        let preset = Preset::of(PresetId::MisspeltDomain);
        let opened = unpack(&pack(preset.id, &preset.parts()));
        assert_eq!(
            (opened.preset, opened.parts, opened.problem),
            (preset.id, preset.parts(), None)
        );
        assert_eq!(unpack("x").problem, Some(LinkProblem::Damaged));
    }

    #[test]
    fn what_is_not_allowed_is_left_out_and_told() {
        let state = State {
            sender: Some("nobody".to_owned()),
            recipients: Some(vec!["bob@example.net".to_owned()]),
            relays: Some(200),
            attachment: Some(AttachmentState::Some(Attachment { name: "a".into(), size: 1 << 40 })),
            ..State::default()
        };
        let opened = decode(&state.write());
        assert!(matches!(opened.problem, Some(LinkProblem::NotAllowed(ScenarioError::Sender(_)))));
        assert_eq!(opened.parts.recipients[0].to_string(), "bob@example.net");
        assert_eq!(opened.parts.relays, Preset::of(PresetId::default()).parts().relays);
        assert!(Scenario::new(opened.parts).is_ok());
    }
}
