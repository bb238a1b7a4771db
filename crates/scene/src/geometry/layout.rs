//! What stays the same in the picture of a story: where everything stands, and how much of it is
//! shown.

use std::rc::Rc;

use super::size::{Size, height_of};
use super::street::Street;
use crate::lettering::{Face, Typeface};
use crate::rect::Rect;
use model::story::Story;

/// From a port of the wall of boxes to its name: on the left and on the right.
pub const BESIDE_PORTS: [i32; 2] = [18, 14];

/// The picture of one story at one size, before any moment is chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    pub(crate) street: Street,
    pub(crate) typeface: Rc<Typeface>,
}

impl Layout {
    /// The picture of this story, in letters that nobody has measured.
    pub fn new(story: &Story, size: Size) -> Self {
        Self::lettered(story, size, Rc::default())
    }

    /// The picture of this story, in these letters.
    pub fn lettered(story: &Story, size: Size, typeface: Rc<Typeface>) -> Self {
        Self { street: Street::new(&story.overview.cast, size), typeface }
    }

    /// The letters that it is written in.
    pub fn typeface(&self) -> &Typeface {
        &self.typeface
    }

    /// For how much room it is.
    pub const fn size(&self) -> Size {
        self.street.size
    }

    /// The whole scene.
    pub const fn scene(&self) -> Rect {
        Rect { x: 0, y: 0, width: self.street.width, height: self.street.measures().height }
    }

    /// What a picture that is so many pixels wide shows of the scene: exactly what it has room for.
    /// On narrow screens, `camera` is in the middle of it, as far as the street goes; elsewhere it
    /// is all of the scene, with some more of the sky.
    pub fn view(&self, camera: Rect, pixels: u32) -> Rect {
        let scene = self.scene();
        let [width, height] = [pixels.max(1), height_of(pixels)].map(u32::cast_signed);
        if self.size().pans() {
            let seen = scene.height * width / height;
            let x = camera.middle() - seen / 2;
            let last = scene.width - seen;
            let x = if last < 0 { last / 2 } else { x.clamp(0, last) };
            return Rect { x, width: seen, ..scene };
        }
        let seen = scene.width * height / width;
        Rect { y: scene.height - seen, height: seen, ..scene }
    }

    /// How far down the street is.
    pub const fn street(&self) -> i32 {
        self.street.measures().street
    }

    /// Whether there is room for the names of the two ports of the wall of boxes.
    pub fn names_ports(&self, names: [&str; 2]) -> bool {
        let wall = self.street.place(self.street.wall());
        let wide = names.map(|name| self.typeface.width(name, self.letters(), Face::Plain));
        let [from, until] = BESIDE_PORTS;
        from + wide[0] + wide[1] + self.letters() + until <= wall.port_out - wall.port_in
    }

    /// How large a sign beside a host is.
    pub const fn sign(&self) -> i32 {
        self.letters() * 2 + 4
    }

    /// The size of the letters of signs and tags.
    pub const fn letters(&self) -> i32 {
        self.street.measures().small
    }
}
