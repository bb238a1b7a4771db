//! What only Chromium can tell or be told. A test that uses any of it is made with
//! [`only_in!`](crate::only_in), which says so.

use std::collections::HashMap;

use serde_json::{Value, json};

use crate::browser::{Browser, ok};
use crate::engine::Engine;
use crate::process::signal;

/// A node of the accessibility tree: what assistive technology is given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// How deep it is.
    pub level: usize,
    /// For example `button`, `heading` or `StaticText`.
    pub role: String,
    /// What it is called.
    pub name: String,
    /// What it holds, such as the position of a slider; empty if it holds nothing.
    pub value: String,
    /// Its states and properties, such as `pressed=true`, in the browser's order.
    pub properties: Vec<String>,
}

/// The processes that run the pages of a browser, stopped until this is dropped.
#[must_use]
pub struct Stopped(Vec<String>);

impl Drop for Stopped {
    fn drop(&mut self) {
        signal("CONT", &self.0);
    }
}

impl Browser {
    /// Stops the processes that run the pages of this browser, as when their machine is suspended.
    #[track_caller]
    pub fn stop_pages(&self) -> Stopped {
        assert_eq!(self.engine(), Engine::Chromium, "others start their processes in other ways");
        let pages = self.session().group.started_with("--type=renderer");
        assert!(!pages.is_empty(), "no process runs a page");
        signal("STOP", &pages);
        Stopped(pages)
    }

    /// A command of Chromium's own protocol; what it returns.
    #[track_caller]
    pub fn cdp(&self, command: &str, parameters: &Value) -> Value {
        assert_eq!(self.engine(), Engine::Chromium, "{command}: only Chromium knows this");
        ok(self.session().cdp(command, parameters))
    }

    /// Shows the page as on this medium (`print`, or nothing for the screen), with these media
    /// features, such as `("forced-colors", "active")`. What is not named is as it was at the start.
    #[track_caller]
    pub fn emulate_media(&self, medium: &str, features: &[(&str, &str)]) {
        let feature = |(name, value): &(&str, &str)| json!({ "name": name, "value": value });
        let features: Vec<Value> = features.iter().map(feature).collect();
        let media = json!({ "media": medium, "features": features });
        self.cdp("Emulation.setEmulatedMedia", &media);
    }

    /// The accessibility tree of the page, without what assistive technology passes over.
    #[track_caller]
    pub fn accessibility_tree(&self) -> Vec<Node> {
        let tree = self.cdp("Accessibility.getFullAXTree", &json!({}));
        let nodes: Vec<&Value> = tree["nodes"].as_array().into_iter().flatten().collect();
        let by_id: HashMap<&str, &Value> =
            nodes.iter().filter_map(|node| Some((node["nodeId"].as_str()?, *node))).collect();
        let mut told = Vec::new();
        // The first one is the root.
        let mut open: Vec<(usize, &Value)> =
            nodes.first().map(|root| (0, *root)).into_iter().collect();
        while let Some((level, node)) = open.pop() {
            let passed_over = node["ignored"] == true;
            if !passed_over {
                told.push(read(node, level));
            }
            let level = if passed_over { level } else { level + 1 };
            let children = node["childIds"].as_array().into_iter().flatten().rev();
            let children = children.filter_map(|id| by_id.get(id.as_str()?).copied());
            open.extend(children.map(|child| (level, child)));
        }
        told
    }
}

fn read(node: &Value, level: usize) -> Node {
    let text = |value: &Value| match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    };
    let properties = node["properties"].as_array().into_iter().flatten();
    let property = |it: &Value| format!("{}={}", text(&it["name"]), text(&it["value"]["value"]));
    Node {
        level,
        role: text(&node["role"]["value"]),
        name: text(&node["name"]["value"]),
        value: text(&node["value"]["value"]),
        properties: properties.map(property).collect(),
    }
}
