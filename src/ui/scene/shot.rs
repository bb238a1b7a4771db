//! The picture of one moment where no script places anything: in a page before any script has come, on
//! paper, and where it is drawn without a browser. One drawing, with what travels and what is said in it.

use yew::prelude::*;

use super::spoken::{CLEAR, spoken};
use super::{scenery, token};
use crate::ui::number::hundredths;
use crate::ui::shape::{all, element, group, join, shape};
use scene::{Frame, Layout, Rect};

/// How a picture is shown.
pub(crate) struct Shot<'a> {
    pub class: &'static str,
    /// What is seen of the scene.
    pub view: Rect,
    /// What the picture shows, for readers who do not see it.
    pub label: &'a str,
    /// The drawing is all there is: with what is said, and as much sky as that needs.
    pub whole: bool,
}

/// The whole scene.
pub(crate) fn shot(shot: &Shot, layout: &Layout, frame: &Frame) -> Html {
    let Shot { class, view, label, whole } = shot;
    let scene = layout.scene();
    let tokens = frame.pose.tokens.iter().zip(&frame.motion.tokens).map(|(token, place)| {
        let (_, drawing) = token::drawing(token, layout.typeface());
        let at = ["translate(", &hundredths(place.x), " ", &hundredths(place.y), ")"].concat();
        let opacity = hundredths(place.opacity.into());
        group!(drawing, "class" = token::paper(token), "transform" = at, "opacity" = opacity)
    });
    let said = frame.pose.bubble.as_ref().filter(|_| *whole);
    let said = said.map(|bubble| spoken(bubble, layout.typeface()));
    let top = said.as_ref().map_or(0, |(_, top)| *top).min(0) - if *whole { CLEAR } else { 0 };
    let (width, height) = (scene.width, scene.height - top);
    let sky = whole
        .then(|| shape!("rect", "class" = "ej-sky", "y" = top, "width" = width, "height" = height));
    let parts = [
        sky.unwrap_or_default(),
        scenery(layout, frame, *view),
        group!(tokens.collect::<Html>(), "class" = "ej-tokens"),
        said.map(|(drawing, _)| drawing).unwrap_or_default(),
    ];
    element!(
        "svg",
        all(parts),
        "class" = *class,
        "role" = "img",
        "aria-label" = (*label).to_owned(),
        "viewBox" = join!("0 ", top, " ", width, " ", height),
    )
}
