//! A drawing of the page (markup and style sheets) as one SVG that stands alone: every `use` is
//! what it stands for, every style an attribute: pictures are shown under policies that allow no others.

use std::fmt::Write;

use roxmltree::{Document, Node, NodeType};
use simplecss::{AttributeOperator, PseudoClass, StyleSheet};

use super::colours::{Values, resolve};
use super::markup::escape;

/// What pictures are drawn with.
pub(super) struct Pens<'a> {
    /// The rules, and what each of them declares ([`super::plain_css`]).
    pub(super) rules: StyleSheet<'a>,
    pub(super) blocks: &'a [Vec<(String, String)>],
    /// The document with the symbols.
    pub(super) symbols: &'a Document<'a>,
}

/// The properties that shape a drawing. Everything else is about boxes.
const DRAWN: [&str; 17] = [
    "color",
    "fill",
    "fill-opacity",
    "font-family",
    "font-size",
    "font-weight",
    "letter-spacing",
    "opacity",
    "paint-order",
    "stroke",
    "stroke-dasharray",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-width",
    "text-anchor",
    "display",
    "visibility",
];

/// An element with everything around it, also where a `use` has brought it from elsewhere.
#[derive(Clone, Copy)]
struct Place<'a> {
    node: Node<'a, 'a>,
    around: Option<&'a Place<'a>>,
}

impl simplecss::Element for Place<'_> {
    fn parent_element(&self) -> Option<Self> {
        self.around.copied()
    }

    fn prev_sibling_element(&self) -> Option<Self> {
        None
    }

    fn has_local_name(&self, name: &str) -> bool {
        self.node.tag_name().name() == name
    }

    fn attribute_matches(&self, name: &str, operator: AttributeOperator<'_>) -> bool {
        self.node.attribute(name).is_some_and(|value| operator.matches(value))
    }

    fn pseudo_class_matches(&self, _: PseudoClass<'_>) -> bool {
        false
    }
}

impl Pens<'_> {
    /// Draws a document.
    pub(super) fn draw(&self, root: Node<'_, '_>) -> String {
        let mut out = String::new();
        self.element(root, None, &Values::new(), &mut out);
        out
    }

    fn element(
        &self,
        node: Node<'_, '_>,
        around: Option<&Place<'_>>,
        values: &Values,
        out: &mut String,
    ) {
        let name = node.tag_name().name();
        let place = Place { node, around };
        let (values, style) = self.style(&place, values);
        let used = node.attribute("href").filter(|_| name == "use").and_then(|href| {
            let id = href.strip_prefix('#')?;
            self.symbols.descendants().find(|node| node.attribute("id") == Some(id))
        });
        let (tag, content) = match used {
            Some(symbol) => ("svg", symbol),
            None => (name, node),
        };
        let _ = write!(out, "<{tag}");
        if around.is_none() {
            out.push_str(" xmlns=\"http://www.w3.org/2000/svg\"");
        }
        let drawn = |name: &str| style.iter().any(|(drawn, _)| *drawn == name);
        let attributes = node.attributes().filter(|a| {
            let page_only =
                ["class", "href", "key"].contains(&a.name()) || a.name().starts_with("data-");
            !page_only && !drawn(a.name())
        });
        for attribute in attributes {
            let _ = write!(out, " {}=\"{}\"", attribute.name(), escape(attribute.value()));
        }
        if let Some(view_box) = used.and_then(|symbol| symbol.attribute("viewBox")) {
            let _ = write!(out, " viewBox=\"{view_box}\" overflow=\"visible\"");
        }
        for (name, value) in &style {
            let _ = write!(out, " {name}=\"{}\"", escape(value));
        }
        out.push('>');
        for child in content.children() {
            match child.node_type() {
                NodeType::Element if child.tag_name().name() != "title" => {
                    self.element(child, Some(&place), &values, out);
                }
                NodeType::Text => out.push_str(&escape(child.text().unwrap_or_default())),
                _ => {}
            }
        }
        let _ = write!(out, "</{tag}>");
    }

    /// The custom properties inside of an element, and its style.
    fn style(&self, place: &Place<'_>, outer: &Values) -> (Values, Vec<(&'static str, String)>) {
        let rules = self.rules.rules.iter().filter(|rule| rule.selector.matches(place));
        let numbers = rules.flat_map(|rule| &rule.declarations).map(|it| it.value.parse());
        let blocks = numbers.filter_map(|number: Result<usize, _>| self.blocks.get(number.ok()?));
        let declarations: Vec<&(String, String)> = blocks.flatten().collect();
        let mut values = outer.clone();
        for (name, value) in &declarations {
            if name.starts_with("--") {
                values.insert(name.clone(), value.clone());
            }
        }
        let mut style = Vec::new();
        for name in DRAWN {
            // The last one holds.
            let mut declared = declarations.iter().rev().filter(|(declared, _)| declared == name);
            style.extend(declared.find_map(|(_, value)| Some((name, resolve(value, &values)?))));
        }
        (values, style)
    }
}
