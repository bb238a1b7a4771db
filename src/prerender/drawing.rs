//! A drawing of the page (markup and style sheets) as one SVG that stands alone: every `use` is
//! what it stands for, every style a value.

use std::fmt::Write;

use roxmltree::{Document, Node, NodeType};
use simplecss::{AttributeOperator, PseudoClass, StyleSheet};

use super::colours::{Values, resolve};

/// What pictures are drawn with.
pub struct Pens<'a> {
    /// The rules ([`super::plain_css::plain`]).
    pub sheet: StyleSheet<'a>,
    /// The document with the symbols.
    pub symbols: &'a Document<'a>,
}

/// The properties that shape a drawing. Everything else is about boxes.
const DRAWN: [&str; 18] = [
    "color",
    "fill",
    "fill-opacity",
    "font",
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
    /// Draws `node`, which stands inside of the elements `around`, outermost first.
    pub fn draw(&self, node: Node<'_, '_>, around: &[Node<'_, '_>]) -> String {
        let mut out = String::new();
        self.enter(node, around, None, &Values::new(), &mut out);
        out
    }

    fn enter(
        &self,
        node: Node<'_, '_>,
        around: &[Node<'_, '_>],
        outer: Option<&Place<'_>>,
        values: &Values,
        out: &mut String,
    ) {
        match around.split_first() {
            Some((next, rest)) => {
                let place = Place { node: *next, around: outer };
                let (values, _) = self.style(&place, values);
                self.enter(node, rest, Some(&place), &values, out);
            }
            None => self.element(node, outer, values, out),
        }
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
        let attributes =
            node.attributes().filter(|a| !["class", "href", "key"].contains(&a.name()));
        for attribute in attributes {
            let _ = write!(out, " {}=\"{}\"", attribute.name(), escape(attribute.value()));
        }
        if let Some(view_box) = used.and_then(|symbol| symbol.attribute("viewBox")) {
            let _ = write!(out, " viewBox=\"{view_box}\" overflow=\"visible\"");
        }
        if !style.is_empty() {
            let _ = write!(out, " style=\"{}\"", escape(&style));
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
    fn style(&self, place: &Place<'_>, outer: &Values) -> (Values, String) {
        let mut values = outer.clone();
        let rules = || self.sheet.rules.iter().filter(|rule| rule.selector.matches(place));
        for declaration in rules().flat_map(|rule| &rule.declarations) {
            if declaration.name.starts_with("--") {
                values.insert(declaration.name.to_owned(), declaration.value.to_owned());
            }
        }
        let mut style = String::new();
        for declaration in rules().flat_map(|rule| &rule.declarations) {
            if DRAWN.contains(&declaration.name)
                && let Some(value) = resolve(declaration.value, &values)
            {
                let _ = write!(style, "{}:{value};", declaration.name);
            }
        }
        (values, style)
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
