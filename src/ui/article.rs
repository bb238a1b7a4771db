//! The page around the widget: the article in words.

use yew::prelude::*;

use super::opening::News;
use super::widget::Widget;
use crate::text::glossary::ENTRIES;
use crate::text::ui as text;

/// Introduction, widget, article, glossary.
pub(super) fn article(first: &News) -> Html {
    html! {
        <main class="page">
            <header class="page-text">
                <h1>{ text::TITLE }</h1>
                { for text::INTRODUCTION.iter().map(|paragraph| html! { <p>{ *paragraph }</p> }) }
            </header>
            <Widget first={first.clone()} embed={false} />
            <article class="page-text">
                { for text::ARTICLE.iter().map(|section| html! {
                    <section>
                        <h2>{ section.heading }</h2>
                        { for section.paragraphs.iter().map(|text| html! { <p>{ *text }</p> }) }
                    </section>
                }) }
                <section>
                    <h2>{ text::GLOSSARY }</h2>
                    <dl>
                        { for ENTRIES.iter().map(|entry| html! {
                            <><dt>{ entry.term }</dt><dd>{ entry.text }</dd></>
                        }) }
                    </dl>
                </section>
                <p class="page-small">{ text::COLOPHON }</p>
            </article>
        </main>
    }
}
