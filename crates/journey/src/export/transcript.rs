//! The journey as text to read: steps with their captions, every line that was said with what it
//! means, every question to the registry with its answer, and what became of the message.

use model::story::Stage;
use model::time::Instant;
use sim::trace::Outcome;
use std::fmt::Write;
use story::TracedStory;
use story::lookups::{self, Exchange};
use text::captions::{titled, whom_in};
use text::transcript as words;

/// Writes a story down.
pub fn transcript(story: &TracedStory) -> String {
    let mut out = String::new();
    let mut remarks = remarks(story).into_iter().peekable();
    let mut stage = None;
    for (n, step) in story.steps.iter().enumerate() {
        if stage != Some(step.stage) {
            stage = Some(step.stage);
            write_stage(&mut out, step.stage);
        }
        let title = titled(&step.title, whom_in(story, step));
        push(&mut out, &["\n", &step.name, ": ", &title, "\n  ", &step.caption, "\n"]);
        let until = if n + 1 == story.steps.len() { u32::MAX } else { step.until };
        let mut heading = None;
        while let Some(remark) = remarks.next_if(|remark| remark.show_at < until) {
            if heading.as_ref() != Some(&remark.heading) {
                push(&mut out, &["\n    ", &remark.heading, "\n"]);
                heading = Some(remark.heading);
            }
            out.push_str(&remark.text);
        }
    }
    out.push('\n');
    for (mailbox, outcome) in &story.trace.outcomes {
        push(&mut out, &[&mailbox.to_string(), ": ", outcome_in_words(*outcome), "\n"]);
    }
    if story.trace.cut_short {
        push(&mut out, &[words::CUT_SHORT, "\n"]);
    }
    out
}

/// Something said or asked, ready to be written.
struct Remark {
    show_at: u32,
    at: Instant,
    heading: String,
    text: String,
}

fn remarks(story: &TracedStory) -> Vec<Remark> {
    let name = |host| story.trace.cast.host(host).name.as_str();
    let said = story.lines.iter().map(|line| {
        let ends = &story.trace[line.connection];
        let port = ends.server.1.to_string();
        let (client, server) = (name(ends.client.0), name(ends.server.0));
        let arrow = if line.speaker == ends.client.0 { ">" } else { "<" };
        Remark {
            show_at: line.show_at,
            at: line.at,
            heading: words::conversation(client, server, &port),
            text: row(line.at, arrow, &line.text, &line.gloss),
        }
    });
    let exchanges = lookups::of(&story.trace);
    let asked = exchanges.iter().map(|exchange| Remark {
        show_at: lookups::show_at(&story.trace, &story.beats, exchange),
        at: exchange.asked_at,
        heading: words::lookups(name(exchange.host)),
        text: exchange_text(story, exchange),
    });
    let mut remarks: Vec<Remark> = said.chain(asked).collect();
    remarks.sort_by_key(|remark| (remark.show_at, remark.at));
    remarks
}

fn exchange_text(story: &TracedStory, exchange: &Exchange) -> String {
    let server = lookups::name_of(&story.trace, exchange.server);
    let question = [&exchange.question.to_string(), "?"].concat();
    let mut text = row(exchange.asked_at, ">", &question, &words::asked(&server));
    if let Some(reply) = exchange.reply {
        let at = story.trace.packets[reply.index()].ended_at();
        text.push_str(&row(at, "<", &exchange.short_answer(), &exchange.gloss()));
        for record in &exchange.records {
            push(&mut text, &["                   ", record, "\n"]);
        }
    }
    text
}

/// `    0.034000  > MAIL FROM:<…>`, and what it means on a line of its own.
fn row(at: Instant, arrow: &str, line: &str, gloss: &str) -> String {
    let mut text = String::new();
    // Writing to a string does not fail.
    let _ = writeln!(text, "    {:>12}  {arrow} {line}", at.to_string());
    push(&mut text, &["                     ", gloss, "\n"]);
    text
}

fn write_stage(out: &mut String, stage: Stage) {
    let number = stage.number().to_string();
    let title = [&number, ". ", words::stage(stage as usize)].concat();
    let line = "=".repeat(title.chars().count());
    push(out, &[if out.is_empty() { "" } else { "\n" }, &title, "\n", &line, "\n"]);
}

fn outcome_in_words(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::NotSent => words::NOT_SENT,
        Outcome::OnTheWay => words::ON_THE_WAY,
        Outcome::Failed => words::FAILED,
        Outcome::SetAside => words::SET_ASIDE,
        Outcome::Delivered => words::DELIVERED,
        Outcome::Collected => words::COLLECTED,
    }
}

fn push(out: &mut String, parts: &[&str]) {
    for part in parts {
        out.push_str(part);
    }
}
