//! The page's two modules understand each other.

use email_journey::engine_messages::{self, EngineRequest, Open, Panel, Place, PlayerRequest};
use journey::compile::compile_preset;
use journey::share_link;
use model::owner::Field;
use model::presets::PRESETS;
use std::collections::BTreeSet;

#[test]
fn whatever_is_written_is_read() {
    for preset in PRESETS {
        let scenario = share_link::pack(preset.id, &preset.parts());
        let request = EngineRequest::Show {
            open: Open::default().with(Panel::Hood, true),
            called: Some(Panel::WhatIf),
            scenario: scenario.clone(),
            at: 40_000,
        };
        assert_eq!(engine_messages::read(&engine_messages::write(&request)), Some(request));
        let request = EngineRequest::Tell {
            fragment: scenario.clone(),
            names: vec![(Field::Provider, "Seaside".to_owned())],
        };
        assert_eq!(engine_messages::read(&engine_messages::write(&request)), Some(request));
        let story = compile_preset(&preset);
        for request in [
            PlayerRequest::Show {
                story: Box::new(story),
                place: Place::Here,
                problem: Some(scenario),
                refused: vec!["No.".to_owned()],
            },
            PlayerRequest::Seek(u32::MAX),
            PlayerRequest::Step(11),
        ] {
            assert_eq!(engine_messages::read(&engine_messages::write(&request)), Some(request));
        }
    }
    assert_eq!(engine_messages::read::<PlayerRequest>(&[]), None);
    assert_eq!(engine_messages::read::<PlayerRequest>(&[99, 1, 2]), None);
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
        assert_eq!((open.has(panel), left), (false, Panel::ALL.len() - 1 - n));
    }
    assert!(open.is_empty());
    let names: BTreeSet<&str> = Panel::ALL.into_iter().map(Panel::id).collect();
    assert_eq!(names.len(), Panel::ALL.len());
}
