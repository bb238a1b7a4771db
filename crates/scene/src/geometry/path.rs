//! Routes between places, and points along them. Whole hundredths of a scene unit, no floats.

use crate::place::Place;
use crate::rect::Rect;

/// How deep cables run below the street, and those that pass somebody by.
pub(crate) const DEPTH: i32 = 25;
pub(crate) const DEEP: i32 = 36;
/// Radius of their corners.
const RADIUS: i32 = 14;

/// A line along which tokens travel, as corner points in hundredths of a scene unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Path {
    points: Vec<(i32, i32)>,
    /// As SVG, in whole units.
    pub(crate) svg: String,
    /// Its two ends, in whole units.
    pub(crate) ends: [(i32, i32); 2],
}

impl Path {
    /// A cable: down, along below the street, and up again.
    pub(crate) fn cable(from: i32, to: i32, street: i32, depth: i32) -> Self {
        let (left, right) = (from.min(to), from.max(to));
        let radius = RADIUS.min((right - left) / 3).max(1);
        let deep = street + depth;
        let turn = deep - radius;
        // Corners are cut in the middle, which is close enough to the arc for a token.
        let cut = radius / 3;
        let mut points = vec![
            (left, street),
            (left, turn),
            (left + cut, deep - cut),
            (left + radius, deep),
            (right - radius, deep),
            (right - cut, deep - cut),
            (right, turn),
            (right, street),
        ];
        if from > to {
            points.reverse();
        }
        let n = |n: i32| n.to_string();
        let (down, up) = (["V", &n(turn)].concat(), ["V", &n(street)].concat());
        let corner = |dy: i32| {
            let r = n(radius);
            ["a", &r, " ", &r, " 0 0 0 ", &r, " ", &n(dy)].concat()
        };
        let along = ["H", &n(right - radius)].concat();
        let start = ["M", &n(left), " ", &n(street)].concat();
        let svg = [start, down, corner(radius), along, corner(-radius), up].concat();
        Self::new(points, svg, [(from, street), (to, street)])
    }

    /// The line from a mail server to a drawer of the card index: beside it on the street, or up to
    /// it in the sky.
    pub(crate) fn to_registry(asker: &Place, cabinet: Rect, drawer: Rect, beside: bool) -> Self {
        let asker = asker.rect;
        let height = drawer.y + drawer.height / 2;
        let on_left = asker.middle() < cabinet.x;
        let on_right = asker.middle() > cabinet.right();
        let door = if on_left { drawer.x } else { drawer.right() };
        let points = if beside {
            vec![(if on_left { asker.right() } else { asker.x }, height), (door, height)]
        } else if on_left || on_right {
            let inset = (asker.width * 30 / 100).min(26);
            let x = if on_left { asker.right() - inset } else { asker.x + inset };
            vec![(x, asker.y), (x, height), (door, height)]
        } else {
            vec![(asker.middle(), asker.y), (asker.middle(), cabinet.bottom())]
        };
        let mut svg = String::from("M");
        for (n, (x, y)) in points.iter().enumerate() {
            svg.push_str(if n == 0 { "" } else { "L" });
            svg.push_str(&[&x.to_string(), " ", &y.to_string()].concat());
        }
        let ends = [points[0], points[points.len() - 1]];
        Self::new(points, svg, ends)
    }

    fn new(points: Vec<(i32, i32)>, svg: String, ends: [(i32, i32); 2]) -> Self {
        let points = points.into_iter().map(|(x, y)| (x * 100, y * 100)).collect();
        Self { points, svg, ends }
    }

    /// How long it is, in whole units.
    pub(crate) fn length(&self) -> i32 {
        let ends = self.ends;
        (ends[0].0 - ends[1].0).abs() + (ends[0].1 - ends[1].1).abs()
    }

    /// The same way, the other way round.
    #[must_use]
    pub(crate) fn reversed(mut self) -> Self {
        self.points.reverse();
        self.ends.reverse();
        self
    }

    /// The point after `part` ten-thousandths of the way.
    pub(crate) fn point(&self, part: u32) -> (i32, i32) {
        let length = |pair: &[(i32, i32)]| {
            let (dx, dy) = (i64::from(pair[1].0 - pair[0].0), i64::from(pair[1].1 - pair[0].1));
            (dx * dx + dy * dy).isqrt()
        };
        let total: i64 = self.points.windows(2).map(length).sum();
        let mut left = total * i64::from(part.min(10_000)) / 10_000;
        for pair in self.points.windows(2) {
            let here = length(pair);
            if left <= here && here > 0 {
                let along =
                    |a: i32, b: i32| a + i32::try_from(i64::from(b - a) * left / here).unwrap_or(0);
                return (along(pair[0].0, pair[1].0), along(pair[0].1, pair[1].1));
            }
            left -= here;
        }
        self.points.last().copied().unwrap_or_default()
    }
}

/// Slow at both ends: `3t² − 2t³`, in ten-thousandths.
pub(crate) fn ease(part: u32) -> u32 {
    let t = u64::from(part.min(10_000));
    u32::try_from(t * t * (30_000 - 2 * t) / 100_000_000).unwrap_or(10_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_follows_its_route_from_end_to_end() {
        let path = Path::cable(116, 304, 286, DEPTH);
        assert_eq!(path.point(0), (11_600, 28_600));
        assert_eq!(path.point(10_000), (30_400, 28_600));
        assert_eq!(path.point(5_000), (21_000, 31_100));
        assert_eq!(path.svg, "M116 286V297a14 14 0 0 0 14 14H290a14 14 0 0 0 14 -14V286");
        let back = path.reversed();
        assert_eq!(back.point(0), (30_400, 28_600));
    }

    #[test]
    fn easing_is_symmetric_and_stays_within() {
        assert_eq!([0, 5_000, 10_000, 20_000].map(ease), [0, 5_000, 10_000, 10_000]);
        assert!((0..100).all(|n| ease(n * 100) <= ease((n + 1) * 100)));
    }
}
