//! The words of what a reader takes along: links, snippets for pages, text for a reply.

use super::owner::provider;
use super::presets::describe;
use super::units::list;
use model::preset_id::PresetId;

/// Tick box: the link opens at the step that is shown.
pub const AT_THIS_STEP: &str = "Start at this step";
/// Button: prints the storyboard.
pub const PRINT: &str = "Print the storyboard";
/// Button: copies the text for a reply to a customer.
pub const REPLY: &str = "Text for a reply";
/// Label of that text.
pub const REPLY_TEXT: &str = "Text for a reply to a customer";
/// Button: opens what a page's owner needs.
pub const PUT_ON_SITE: &str = "Put this on your site";
/// Under that heading.
pub const SITE_HELP: &str = "Choose how it looks, and fill in your own names if you like. The picture \
                             shows them at once. Then copy one of the three snippets into your page.";
/// When the reader's own words are shown, which a snippet does not have.
pub const NOT_IN_SNIPPET: &str = "Your own addresses and words are only in the link above. The \
                                  snippets show the example as it is.";

/// Field: light or dark.
pub const THEME: &str = "Light or dark";
/// What it can be.
pub const THEMES: [&str; 4] = [
    "As the reader’s device is set",
    "Always light",
    "Always dark",
    "As your page is (the widget only)",
];
/// Field: how much there is to press.
pub const CONTROLS: &str = "Controls";
/// What they can be.
pub const CONTROLS_OF: [&str; 2] = ["All of them", "Only for playing"];
/// Tick box: it plays by itself.
pub const AUTOPLAY: &str = "Play by itself, unless the reader has turned motion off";
/// Heading of the owner's names.
pub const NAMES: &str = "Your own names";

/// Each of the owner's names, and a hint, in the order of the fields.
pub const FIELDS: [(&str, &str); 8] = [
    ("Mail provider", "such as Riverside Net"),
    ("Domain that mail goes to", "such as example.com"),
    ("Server for sending", "such as smtp.example.net"),
    ("Server with the mailboxes", "such as pop.example.com"),
    ("Mailboxes", "names before the @, separated by commas"),
    ("Whom to ask", "words, an address or a link"),
    ("A mailbox holds", "such as 1 GB"),
    ("Largest message", "such as 25 MB"),
];

/// The three snippets: what each is, and for whom.
pub const SNIPPETS: [(&str, &str); 3] = [
    ("The widget", "grows with what is opened, follows your page"),
    (
        "A plain frame",
        "where scripts are not allowed; what opens scrolls inside, unless you make it higher",
    ),
    ("A picture with a link", "for newsletters, and where frames are removed"),
];

/// Button: copies a snippet.
pub fn copy_of(name: &str) -> String {
    ["Copy: ", name].concat()
}

/// When it could not be copied.
pub const COPY_BY_HAND: &str = "Your browser did not allow copying. Select the text and copy it.";

/// Name of the frame.
pub const FRAME: &str = "How does email work?";

/// What the picture of an example shows, for those who do not see it.
pub fn alternative(preset: PresetId) -> String {
    ["How an email travels: ", describe(preset).0].concat()
}

/// The beginning of a reply where all went well.
pub fn all_is_well(people: &[String], provider_name: Option<&str>) -> String {
    [
        "This is how a message to ",
        &list(people),
        " travels: your program hands it to ",
        provider(provider_name),
        ", it is sorted by the part after the @, and it waits in the right mailbox until it is \
         collected.",
    ]
    .concat()
}

/// A card in a reply: its text, and who can fix it.
pub fn card(copy: &str, who: &str) -> String {
    [copy, "\n", who].concat()
}

/// The end of a reply.
pub fn see(link: &str) -> String {
    ["See it step by step: ", link].concat()
}
