use super::camera;
use super::journey::Journey;
use super::scene::{Scene, overview};
use super::use_motion::{Nodes, hundredths};
use crate::player::ShowTime;
use crate::scene::{Size, frame_at};
use crate::sim::scenario::Parts;
use std::rc::Rc;
use yew::prelude::*;

#[derive(Properties, PartialEq, Clone)]
pub struct Props {
    pub parts: PartsEq,
    pub at: ShowTime,
    pub width: u32,
}
#[derive(Clone)]
pub struct PartsEq(pub Parts);
impl PartialEq for PartsEq {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

#[component]
fn Preview(props: &Props) -> Html {
    let journey: Rc<Journey> = Journey::new("everything-works", props.parts.0.clone()).unwrap();
    let size = Size::of(props.width);
    let layout = journey.layout(size);
    let frame = Rc::new(frame_at(&journey.story, layout, props.at));
    let view = camera::view(layout, frame.pose.camera, props.width);
    let nodes = Nodes::default();
    html! {
        <div class="ej" data-stage={journey.stage(props.at).slug()}>
            if size.pans() { { overview(layout, &frame, &nodes.finder, props.width) } }
            <Scene journey={journey.clone()} {frame} label="x" {size} {view} {nodes} />
        </div>
    }
}

pub fn render(parts: &Parts, at: ShowTime, width: u32) -> String {
    let props = Props { parts: PartsEq(parts.clone()), at, width };
    let p2 = props.clone();
    let html = block_on(yew::LocalServerRenderer::<Preview>::with_props(props).hydratable(false).render());
    let journey = Journey::new("everything-works", p2.parts.0.clone()).unwrap();
    let size = Size::of(width);
    let layout = journey.layout(size);
    let frame = frame_at(&journey.story, layout, at);
    let view = camera::view(layout, frame.pose.camera, width);
    let mut out = html.replacen("<svg role=\"img\"", &format!("<svg viewBox=\"{}\" role=\"img\"", camera::view_box(view)), 1);
    out = out.replacen("class=\"ej-ov-cam\"", &format!("class=\"ej-ov-cam\" x=\"{}\" width=\"{}\"", view.x, view.width), 1);
    let mut rest = out.as_str();
    let mut done = String::new();
    let mut places = frame.motion.tokens.iter();
    while let Some(i) = rest.find("data-token=") {
        done.push_str(&rest[..i]);
        if let Some(p) = places.next() {
            done.push_str(&format!("transform=\"translate({} {})\" opacity=\"{}\" ", hundredths(p.x), hundredths(p.y), hundredths(i32::from(p.opacity))));
        }
        done.push_str("data-token=");
        rest = &rest[i + 11..];
    }
    done.push_str(rest);
    if let Some(b) = &frame.pose.bubble {
        let pc = |part: i32, whole: i32| f64::from(part) * 100.0 / f64::from(whole);
        let (from, until) = if size.pans() { (view.x, view.right()) } else { (b.from, b.until) };
        let share = (f64::from(b.tail_x - from) / f64::from(until - from)).clamp(0.0, 1.0);
        let vert = if b.beside {
            format!("top:{}%;bottom:auto", pc(b.edge - view.y, view.height))
        } else {
            format!("top:8px;bottom:{}%", pc(view.bottom() - b.edge, view.height))
        };
        done = done.replacen("class=\"ej-air\"", &format!("class=\"ej-air\" style=\"--p:{share};left:{}%;right:{}%;{vert}\"", pc(from - view.x, view.width), pc(view.right() - until, view.width)), 1);
    }
    done
}

pub fn steps(parts: &Parts) -> Vec<(String, ShowTime, ShowTime)> {
    let journey = Journey::new("everything-works", parts.clone()).unwrap();
    journey.story.steps.iter().map(|s| (s.name.clone(), s.from, s.rest)).collect()
}

fn block_on<F: std::future::Future>(f: F) -> F::Output {
    let mut f = Box::pin(f);
    let waker = std::task::Waker::noop();
    let mut cx = std::task::Context::from_waker(waker);
    loop {
        if let std::task::Poll::Ready(v) = f.as_mut().poll(&mut cx) {
            return v;
        }
    }
}
