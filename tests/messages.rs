//! The page's two modules understand each other.

use email_journey::messages::{self, Open, Order, Panel, Place, Wish};
use email_journey::presets::PRESETS;
use email_journey::share;
use email_journey::told::Told;
use std::collections::BTreeSet;

#[test]
fn whatever_is_written_is_read() {
    for preset in PRESETS {
        let scenario = share::pack(preset.slug, &preset.parts());
        let order = Order::Show {
            open: Open::default().with(Panel::Hood, true),
            called: Some(Panel::WhatIf),
            scenario: scenario.clone(),
            at: 40_000,
        };
        assert_eq!(messages::read(&messages::write(&order)), Some(order));
        let order = Order::Tell(scenario.clone());
        assert_eq!(messages::read(&messages::write(&order)), Some(order));
        let told = Told::preset(&preset);
        for wish in [
            Wish::Show { told: Box::new(told), place: Place::Here, problem: Some(scenario) },
            Wish::Seek(u32::MAX),
            Wish::Step(11),
        ] {
            assert_eq!(messages::read(&messages::write(&wish)), Some(wish));
        }
    }
    assert_eq!(messages::read::<Wish>(&[]), None);
    assert_eq!(messages::read::<Wish>(&[99, 1, 2]), None);
}

#[test]
fn panels_open_and_close_one_by_one() {
    let mut open = Open::default();
    assert!(open.is_empty());
    for panel in Panel::ALL {
        open = open.with(panel, true);
        assert!(open.has(panel));
    }
    for (n, panel) in Panel::ALL.into_iter().enumerate() {
        open = open.with(panel, false);
        let left = Panel::ALL.into_iter().filter(|it| open.has(*it)).count();
        assert_eq!((open.has(panel), left), (false, 4 - n));
    }
    assert!(open.is_empty());
    let names: BTreeSet<&str> = Panel::ALL.into_iter().map(Panel::id).collect();
    assert_eq!(names.len(), Panel::ALL.len());
}
