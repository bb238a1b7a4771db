//! Routes between places, and points along them. Whole hundredths of a scene unit, no floats.

use super::layout::{Layout, PlaceId, Rect, STREET};

/// How deep cables run below the street.
const DEPTH: i32 = 38;
/// Radius of their corners.
const RADIUS: i32 = 16;

/// A line along which tokens travel, as corner points in hundredths of a scene unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Path {
    points: Vec<(i32, i32)>,
    /// As SVG, in whole units.
    pub(super) svg: String,
    /// Its two ends, in whole units.
    pub(super) ends: [(i32, i32); 2],
    /// Where its tag stands.
    pub(super) tag_at: (i32, i32),
}

impl Path {
    /// The route from one place to another.
    pub(super) fn between(layout: &Layout, from: PlaceId, to: PlaceId) -> Self {
        let (a, b) = (layout.place(from), layout.place(to));
        match (from, to) {
            (PlaceId::Registry, _) => {
                Self::to_registry(lookup_port(b.rect), b.rect.y, a.rect).reversed()
            }
            (_, PlaceId::Registry) => Self::to_registry(lookup_port(a.rect), a.rect.y, b.rect),
            _ => Self::below_the_street(a.port_out, b.port_in),
        }
    }

    /// Down, along below the street, and up again.
    fn below_the_street(from: i32, to: i32) -> Self {
        let (left, right) = (from.min(to), from.max(to));
        let radius = RADIUS.min((right - left) / 3).max(1);
        let deep = STREET + DEPTH;
        let turn = deep - radius;
        // Corners are cut in the middle, which is close enough to the arc for a token.
        let cut = radius / 3;
        let mut points = vec![
            (left, STREET),
            (left, turn),
            (left + cut, deep - cut),
            (left + radius, deep),
            (right - radius, deep),
            (right - cut, deep - cut),
            (right, turn),
            (right, STREET),
        ];
        if from > to {
            points.reverse();
        }
        let svg = [
            "M",
            &left.to_string(),
            " ",
            &STREET.to_string(),
            "V",
            &turn.to_string(),
            "a",
            &radius.to_string(),
            " ",
            &radius.to_string(),
            " 0 0 0 ",
            &radius.to_string(),
            " ",
            &radius.to_string(),
            "H",
            &(right - radius).to_string(),
            "a",
            &radius.to_string(),
            " ",
            &radius.to_string(),
            " 0 0 0 ",
            &radius.to_string(),
            " -",
            &radius.to_string(),
            "V",
            &STREET.to_string(),
        ]
        .concat();
        let middle = i32::midpoint(left, right);
        Self::new(points, svg, [(from, STREET), (to, STREET)], (middle, 399))
    }

    /// Up from a mail server and across to the card index, around its name.
    fn to_registry(from: i32, top: i32, card_index: Rect) -> Self {
        const HEIGHT: i32 = 74;
        let (left, right) = (card_index.x + 3, card_index.x + card_index.width - 3);
        let beside = right + 34;
        let (points, tag_at) = if from < left {
            (vec![(from, top), (from, HEIGHT), (left, HEIGHT)], (from + 46, 56))
        } else if from >= beside {
            (vec![(from, top), (from, HEIGHT), (right, HEIGHT)], (from - 10, 56))
        } else {
            let under = top.min(174);
            let points = vec![
                (from, top),
                (from, under),
                (beside, under),
                (beside, HEIGHT),
                (right, HEIGHT),
            ];
            (points, (beside - 10, 56))
        };
        let mut svg = String::from("M");
        for (n, (x, y)) in points.iter().enumerate() {
            svg.push_str(if n == 0 { "" } else { "L" });
            svg.push_str(&[&x.to_string(), " ", &y.to_string()].concat());
        }
        let ends = [points[0], points[points.len() - 1]];
        Self::new(points, svg, ends, tag_at)
    }

    fn new(
        points: Vec<(i32, i32)>,
        svg: String,
        ends: [(i32, i32); 2],
        tag_at: (i32, i32),
    ) -> Self {
        let points = points.into_iter().map(|(x, y)| (x * 100, y * 100)).collect();
        Self { points, svg, ends, tag_at }
    }

    /// The same way, the other way round.
    #[must_use]
    pub(super) fn reversed(mut self) -> Self {
        self.points.reverse();
        self.ends.reverse();
        self
    }

    /// The point after `part` ten-thousandths of the way.
    pub(super) fn point(&self, part: u32) -> (i32, i32) {
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

/// Where look-up cards leave a mail server: above its right half.
const fn lookup_port(server: Rect) -> i32 {
    server.x + server.width * 58 / 84
}

/// Slow at both ends: `3t² − 2t³`, in ten-thousandths.
pub(super) fn ease(part: u32) -> u32 {
    let t = u64::from(part.min(10_000));
    u32::try_from(t * t * (30_000 - 2 * t) / 100_000_000).unwrap_or(10_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_follows_its_route_from_end_to_end() {
        let path = Path::below_the_street(116, 304);
        assert_eq!(path.point(0), (11_600, 31_800));
        assert_eq!(path.point(10_000), (30_400, 31_800));
        assert_eq!(path.point(5_000), (21_000, 35_600));
        assert_eq!(path.svg, "M116 318V340a16 16 0 0 0 16 16H288a16 16 0 0 0 16 -16V318");
        let back = path.reversed();
        assert_eq!(back.point(0), (30_400, 31_800));
    }

    #[test]
    fn easing_is_symmetric_and_stays_within() {
        assert_eq!([0, 5_000, 10_000, 20_000].map(ease), [0, 5_000, 10_000, 10_000]);
        assert!((0..100).all(|n| ease(n * 100) <= ease((n + 1) * 100)));
    }
}
