//! The names below the hosts, with what runs on them: as there is room for it.

use super::fates;
use super::host_names::names;
use crate::facts::in_play::is_in_play;
use crate::facts::moment::Moment;
use crate::facts::standing::{host_at, is_nobody_at};
use crate::frame::TextLine;
use crate::geometry::layout::Layout;
use crate::geometry::stage::Stage;
use crate::geometry::street::Street;
use crate::lettering::Face;
use crate::place::{Place, PlaceId};

/// Between two names, and between a name and the edge of the picture.
const APART: i32 = 14;
const MARGIN: i32 = 6;
/// What is cut off from names that are too long, at a time.
const CUT: i32 = 4;

/// However narrow a host is, its name may be so far from its middle.
const REACH: i32 = 60;

/// A name is a long one from this width on.
const LONG: i32 = 110;

/// What stands below a host, before it has its place.
struct Label {
    /// Where it would stand.
    middle: i32,
    /// How far from there its middle may be to be still below its host.
    reach: i32,
    width: i32,
    /// What else stands there needs so much.
    least: i32,
    names: Vec<String>,
    technical: Vec<String>,
}

/// The lines below each place: none overlaps another, none leaves the picture.
pub(super) fn labels(now: &Moment, stage: &Stage) -> Vec<Vec<TextLine>> {
    let (places, layout, window) = (stage.places(), stage.layout, stage.camera);
    let (from, until) = (window.x + MARGIN, window.right() - MARGIN);
    let named: Vec<bool> = places.iter().map(|place| is_named(now, stage, place)).collect();
    let of = |long: bool| -> Vec<Label> {
        let named = places.iter().zip(&named).filter(|(_, named)| **named);
        // From left to right. Put in their places one by one: there are few, and a sort is a
        // lot of code for the page.
        named.fold(Vec::new(), |mut labels, (place, _)| {
            let label = label(now, layout, place, long);
            let at = labels.partition_point(|other: &Label| other.middle <= label.middle);
            labels.insert(at, label);
            labels
        })
    };
    let needed = |labels: &[Label]| {
        let gaps = i32::try_from(labels.len().saturating_sub(1)).unwrap_or(0) * APART;
        labels.iter().map(|label| label.width).sum::<i32>() + gaps
    };
    let room = until - from;
    let mut labels = of(true);
    if needed(&labels) > room || !fits_where_it_is(&labels) {
        labels = of(false);
    }
    // What machines call themselves goes first, as far as it is wider than the name.
    while needed(&labels) > room
        && let Some(label) = labels.iter_mut().max_by_key(|label| overhang(layout, label))
        && overhang(layout, label) > 0
    {
        let most = label.width - CUT.min(overhang(layout, label));
        shorten(layout, label, most);
    }
    // Then the widest ones lose most.
    let mut most = labels.iter().map(|label| label.width).max().unwrap_or(0);
    while needed(&labels) > room && most > CUT {
        most -= CUT;
        for label in labels.iter_mut().filter(|label| label.width > most) {
            shorten(layout, label, most);
        }
    }
    let mut lefts = places_of(&labels, from, until);
    // A name so long that it, or its neighbour, would stand below another host is shortened, too.
    let astray =
        |(label, left): (&Label, &i32)| (left + label.width / 2 - label.middle).abs() > label.reach;
    while !layout.size().pans() && most > 2 * LONG && labels.iter().zip(&lefts).any(astray) {
        most -= CUT;
        for label in labels.iter_mut().filter(|label| label.width > most) {
            shorten(layout, label, most);
        }
        lefts = places_of(&labels, from, until);
    }
    let mut lines: Vec<(i32, Vec<TextLine>)> = labels
        .iter()
        .zip(lefts)
        .map(|(label, left)| (label.middle, lines(layout, label, left + label.width / 2)))
        .collect();
    places
        .iter()
        .zip(named)
        .map(|(place, named)| {
            let at = lines.iter().position(|(middle, _)| *middle == place.rect.middle());
            at.filter(|_| named).map_or_else(Vec::new, |at| lines.swap_remove(at).1)
        })
        .collect()
}

/// The left ends of labels: all together as near to their hosts as they can be. Those that touch move as one, by what
/// each of them would move on the average.
fn places_of(labels: &[Label], from: i32, until: i32) -> Vec<i32> {
    // Where each would begin if those before it took no room, and how much room they take.
    let mut before = 0;
    let mut blocks: Vec<(i32, i32)> = Vec::new();
    let mut taken = Vec::new();
    for label in labels {
        taken.push(before);
        blocks.push((label.middle - label.width / 2 - before, 1));
        before += label.width + APART;
        while let [.., (a, n), (b, m)] = blocks[..]
            && a / n > b / m
        {
            blocks.truncate(blocks.len() - 2);
            blocks.push((a + b, n + m));
        }
    }
    let last = (until - before + APART).max(from);
    let starts = blocks.into_iter().flat_map(|(sum, count)| (0..count).map(move |_| sum / count));
    starts.zip(taken).map(|(start, taken)| start.clamp(from, last) + taken).collect()
}

/// Whether the name of a place is written.
fn is_named(now: &Moment, stage: &Stage, place: &Place) -> bool {
    let beside_others = matches!(place.id, PlaceId::Relay(_) | PlaceId::Backup)
        && between(&stage.layout.street) > 2;
    let camera = stage.camera;
    let seen = place.rect.x >= camera.x && place.rect.right() <= camera.right();
    let in_play = is_in_play(now, place.id) || is_marked(now, place.id);
    match place.id {
        PlaceId::Registry => false,
        _ if stage.layout.size().pans() => seen && !stage.is_away(place.id),
        _ => in_play || !beside_others,
    }
}

/// Whether the verdict names the host at a place.
fn is_marked(now: &Moment, place: PlaceId) -> bool {
    now.blamed().any(|(host, _)| host == host_at(now, place))
}

/// How many servers stand between provider and destination.
fn between(street: &Street) -> usize {
    let servers = street.places.iter();
    servers.filter(|p| matches!(p.id, PlaceId::Relay(_) | PlaceId::Backup)).count()
}

fn label(now: &Moment, layout: &Layout, place: &Place, long: bool) -> Label {
    let measures = layout.street.measures();
    let overview = &now.story.overview;
    let host = host_at(now, place.id);
    let words = names(now, place.id, host);
    let nowhere = is_nobody_at(now, place.id);
    let several = place.id == PlaceId::Recipient && fates::are_several(overview);
    let name = if long { words.label } else { words.short };
    let lines = if several { 1 } else { measures.name_lines };
    let names = layout.typeface.wrap(&name, lines, measures.name);
    let mut technical = Vec::new();
    let computer = matches!(place.id, PlaceId::Sender | PlaceId::Recipient);
    let plain = layout.size().pans() && computer;
    if measures.technical.is_some() && !several && !nowhere && !plain {
        technical.push(words.technical);
        // On two lines, where there are two.
        let [_, second, third] = measures.lines;
        if third > second {
            technical.push(overview.cast.host(host).address.to_string());
        }
    }
    let least = if several { fates::width(overview, layout) } else { 0 };
    let (middle, reach) = (place.rect.middle(), (place.rect.width / 2).max(REACH));
    let mut label = Label { middle, reach, width: 0, least, names, technical };
    label.width = width_of(layout, &label).max(least);
    label
}

fn width_of(layout: &Layout, label: &Label) -> i32 {
    let measures = layout.street.measures();
    let of = |lines: &[String], size: i32, face: Face| {
        lines.iter().map(|line| layout.typeface.width(line, size, face)).max().unwrap_or(0)
    };
    let technical = of(&label.technical, measures.technical.unwrap_or(0), Face::Mono);
    of(&label.names, measures.name, Face::Bold).max(technical)
}

/// How much wider the technical lines are than the name, while the name is a long one.
fn overhang(layout: &Layout, label: &Label) -> i32 {
    let measures = layout.street.measures();
    let names =
        label.names.iter().map(|line| layout.typeface.width(line, measures.name, Face::Bold));
    label.width - names.max().unwrap_or(0).max(LONG).max(label.least)
}

/// Shortens a label to a width.
fn shorten(layout: &Layout, label: &mut Label, most: i32) {
    let measures = layout.street.measures();
    for line in &mut label.names {
        *line = layout.typeface.fit(line, most, measures.name, Face::Bold);
    }
    for line in &mut label.technical {
        *line = layout.typeface.fit(line, most, measures.technical.unwrap_or(0), Face::Mono);
    }
    label.width = most.max(label.least);
}

fn lines(layout: &Layout, label: &Label, x: i32) -> Vec<TextLine> {
    let measures = layout.street.measures();
    let (size, technical) = (measures.name, measures.technical.unwrap_or(0));
    let names = label.names.iter().map(|text| (text, size, Face::Bold));
    let technical = label.technical.iter().map(|text| (text, technical, Face::Mono));
    let all = names.chain(technical).zip(measures.lines);
    all.map(|((text, size, face), below)| TextLine {
        text: text.clone(),
        x,
        y: layout.street() + below,
        size,
        name: face == Face::Bold,
        width: layout.typeface.width(text, size, face),
    })
    .collect()
}

/// Whether each label can stand below the middle of its host.
fn fits_where_it_is(labels: &[Label]) -> bool {
    labels.windows(2).all(|pair| {
        pair[1].middle - pair[0].middle >= i32::midpoint(pair[0].width, pair[1].width) + APART
    })
}
