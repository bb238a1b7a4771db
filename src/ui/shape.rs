//! Shapes of the picture, and buttons, made by a function: what `html!` writes out for each element is
//! several times as large, and the page has hundreds of them.

use std::rc::Rc;

use yew::html::onclick;
use yew::prelude::*;
use yew::virtual_dom::{AttributeOrProperty, Attributes, Key, VNode, VTag, VText};

/// The value of an attribute.
#[derive(Clone, Copy)]
pub(super) enum Value<'a> {
    Number(i32),
    Word(&'static str),
    Text(&'a str),
    /// The attribute is not there.
    Nothing,
}

impl From<&bool> for Value<'_> {
    fn from(is: &bool) -> Self {
        Self::Word(if *is { "true" } else { "false" })
    }
}

#[expect(clippy::ref_option_ref, reason = "the macros take a reference to whatever is given")]
impl From<&Option<&'static str>> for Value<'_> {
    fn from(word: &Option<&'static str>) -> Self {
        word.map_or(Self::Nothing, Self::Word)
    }
}

impl From<&Option<i32>> for Value<'_> {
    fn from(number: &Option<i32>) -> Self {
        number.map_or(Self::Nothing, Self::Number)
    }
}

impl From<&i32> for Value<'_> {
    fn from(number: &i32) -> Self {
        Self::Number(*number)
    }
}

impl From<&&'static str> for Value<'_> {
    fn from(word: &&'static str) -> Self {
        Self::Word(word)
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(text)
    }
}

/// An element without content: `shape!("circle", "cx" = x, "r" = "5")`.
macro_rules! shape {
    ($tag:literal, $($key:literal = $value:expr),+ $(,)?) => {
        $crate::ui::shape::make(
            ($tag, None), &[$($key),+], &[$($crate::ui::shape::Value::from(&$value)),+], None,
        )
    };
}
pub(super) use shape;

/// An element with content: `group!(content, "class" = "ej-flag")`.
macro_rules! group {
    ($content:expr, $($key:literal = $value:expr),+ $(,)?) => {
        $crate::ui::shape::make(
            ("g", None), &[$($key),+], &[$($crate::ui::shape::Value::from(&$value)),+],
            Some($content),
        )
    };
}
pub(super) use group;

/// Any other element with content: `element!("p", content, "class" = "ej-lines")`.
macro_rules! element {
    ($tag:literal, $content:expr $(, $key:literal = $value:expr)* $(,)?) => {
        $crate::ui::shape::make(
            ($tag, None), &[$($key),*], &[$($crate::ui::shape::Value::from(&$value)),*],
            Some($content),
        )
    };
}
pub(super) use element;

/// A button: `button!(callback, content, "class" = "ej-btn")`.
macro_rules! button {
    ($onclick:expr, $content:expr, $($key:literal = $value:expr),+ $(,)?) => {
        $crate::ui::shape::make(
            ("button", Some($onclick)), &["type", $($key),+],
            &[
                $crate::ui::shape::Value::Word("button"), $($crate::ui::shape::Value::from(&$value)),+
            ], Some($content),
        )
    };
}
pub(super) use button;

#[inline(never)]
pub(super) fn make(
    (tag, onclick): (&'static str, Option<Callback<MouseEvent>>),
    names: &'static [&'static str],
    values: &[Value],
    content: Option<Html>,
) -> Html {
    let values = values.iter().map(|value| {
        Some(AttributeOrProperty::Attribute(match value {
            Value::Number(number) => number.to_string().into(),
            Value::Word(word) => AttrValue::Static(word),
            Value::Text(text) => (*text).to_owned().into(),
            Value::Nothing => return None,
        }))
    });
    let mut tag = VTag::new(AttrValue::Static(tag));
    tag.set_attributes(Attributes::Dynamic { keys: names, values: values.collect() });
    if let Some(onclick) = onclick {
        tag.add_listener(Rc::new(onclick::Wrapper::new(onclick)));
    }
    tag.add_children(content);
    tag.into()
}

/// The same element as long as its key is the same.
pub(super) fn keyed(key: impl Into<Key>, element: Html) -> Html {
    match element {
        VNode::VTag(mut tag) => {
            Rc::make_mut(&mut tag).key = Some(key.into());
            VNode::VTag(tag)
        }
        other => other,
    }
}

/// One after the other.
pub(super) fn all<const N: usize>(parts: [Html; N]) -> Html {
    parts.into_iter().collect()
}

/// A text.
#[inline(never)]
pub(super) fn words(text: &str) -> Html {
    VText::new(text.to_owned()).into()
}

/// A name, and a shorter one for where there is little room.
#[inline(never)]
pub(super) fn long_and_short((long, short): (&str, &str)) -> Html {
    all([
        element!("span", words(long), "class" = "ej-long"),
        element!("span", words(short), "class" = "ej-short"),
    ])
}

/// A part of a text that is put together.
#[derive(Clone, Copy)]
pub(super) enum Part<'a> {
    Number(i32),
    Word(&'a str),
}

impl From<i32> for Part<'_> {
    fn from(number: i32) -> Self {
        Self::Number(number)
    }
}

impl<'a> From<&'a str> for Part<'a> {
    fn from(word: &'a str) -> Self {
        Self::Word(word)
    }
}

impl<'a> From<&'a String> for Part<'a> {
    fn from(text: &'a String) -> Self {
        Self::Word(text)
    }
}

/// Numbers and words, one after the other: `join!("M", x, " ", y, "v12")`.
macro_rules! join {
    ($($part:expr),+ $(,)?) => {
        $crate::ui::shape::joined(&[$($crate::ui::shape::Part::from($part)),+])
    };
}
pub(super) use join;

#[inline(never)]
pub(super) fn joined(parts: &[Part]) -> String {
    let mut text = String::new();
    for part in parts {
        match part {
            Part::Number(number) => text.push_str(&number.to_string()),
            Part::Word(word) => text.push_str(word),
        }
    }
    text
}

/// A class, and more of them where there are.
#[inline(never)]
pub(super) fn class(first: &'static str, more: &[Option<&'static str>]) -> String {
    more.iter().flatten().fold(first.to_owned(), |all, one| all + " " + one)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_joined() {
        assert_eq!(join!("M", -5, " ", 0, "h", &"12".to_owned()), "M-5 0h12");
        assert_eq!(class("a", &[None, Some("b")]), "a b");
        assert_eq!(class("a", &[None]), "a");
    }
}
