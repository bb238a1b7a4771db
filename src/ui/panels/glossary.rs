//! Every term, and what it means.

use yew::prelude::*;

use text::glossary::ENTRIES;

/// The list.
pub(super) fn glossary() -> Html {
    html! {
        <dl class="ej-terms">
            { for ENTRIES.iter().map(|entry| html! {
                <div key={entry.term}><dt>{ entry.term }</dt><dd>{ entry.text }</dd></div>
            }) }
        </dl>
    }
}
