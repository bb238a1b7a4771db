//! The page's two modules understand each other.

use email_journey::engine_messages::{self, EngineRequest, Panel, Place, PlayerRequest};
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
            open: Some(Panel::WhatIf),
            called: true,
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
            PlayerRequest::Play,
        ] {
            assert_eq!(engine_messages::read(&engine_messages::write(&request)), Some(request));
        }
    }
    assert_eq!(engine_messages::read::<PlayerRequest>(&[]), None);
    assert_eq!(engine_messages::read::<PlayerRequest>(&[99, 1, 2]), None);
}

#[test]
fn each_panel_has_a_name_of_its_own() {
    use Panel::{CameBack, Hood, Own, Share, Verdict, WhatIf};
    let names = [Verdict, Share, CameBack, WhatIf, Own, Hood].map(Panel::id);
    assert_eq!(names.into_iter().collect::<BTreeSet<&str>>().len(), names.len());
}
