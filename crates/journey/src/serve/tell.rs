//! Tells what happens without ever waiting for whoever reads it, and nothing that could steer a terminal.

use model::limits::sockets::MAX_UNREAD;
use std::collections::VecDeque;
use std::io::{self, Write};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use text::serve as words;

/// Who is told, one or two lines at a time. Whatever a stranger says, only what can be printed gets through.
#[derive(Clone)]
pub struct Tell(Arc<dyn Fn(&str) + Send + Sync>);

impl Tell {
    /// Tells this, from many threads.
    pub fn new(hear: impl Fn(&str) + Send + Sync + 'static) -> Self {
        Self(Arc::new(hear))
    }

    /// Tells lines, each with its line feed.
    pub fn say(&self, lines: &str) {
        let lines = lines.split_inclusive('\n').map(|line| match line.strip_suffix('\n') {
            Some(line) => printable(line) + "\n",
            None => printable(line),
        });
        (self.0)(&lines.collect::<String>());
    }
}

/// The same without what is not printed but obeyed: control characters, also those that turn the direction of writing
/// or end a line.
pub(super) fn printable(line: &str) -> String {
    let obeyed = |c: char| {
        c.is_control()
            || matches!(c, '\u{ad}' | '\u{61c}' | '\u{feff}' | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{e0000}'..='\u{e007f}')
    };
    line.chars().map(|c| if obeyed(c) { char::REPLACEMENT_CHARACTER } else { c }).collect()
}

/// Writes what is told in a thread of its own. When nobody reads it (`| less`, Ctrl-S), that thread waits and nobody
/// else: what finds no room any more is left out, and how much it was is said.
pub struct Teller {
    shared: Arc<Shared>,
}

struct Shared {
    waiting: Mutex<Waiting>,
    changed: Condvar,
}

#[derive(Default)]
struct Waiting {
    texts: VecDeque<String>,
    bytes: usize,
    /// Lines for which there was no room since they were last read.
    left_out: usize,
    /// Said in the end, whatever was left out.
    last: Option<String>,
    /// Whether something is being written.
    is_busy: bool,
    is_over: bool,
}

impl Teller {
    /// Begins to write there.
    ///
    /// # Errors
    /// There can be no more threads.
    pub fn start(output: impl Write + Send + 'static) -> io::Result<Self> {
        let shared =
            Arc::new(Shared { waiting: Mutex::new(Waiting::default()), changed: Condvar::new() });
        let of_thread = shared.clone();
        let thread = std::thread::Builder::new().name("teller".to_owned());
        thread.spawn(move || of_thread.write(output))?;
        Ok(Self { shared })
    }

    /// What tells it.
    pub fn tell(&self) -> Tell {
        let shared = self.shared.clone();
        Tell::new(move |text| shared.add(text))
    }

    /// Says these last words, and waits until all of it is written, but no longer than this: there may be nobody who
    /// reads it.
    pub fn finish(self, last: &str, limit: Duration) {
        let mut waiting = self.shared.lock();
        waiting.last = Some(last.to_owned());
        self.shared.changed.notify_all();
        let is_unread = |waiting: &mut Waiting| !waiting.is_done();
        let waited = self.shared.changed.wait_timeout_while(waiting, limit, is_unread);
        drop(waited);
    }
}

impl Drop for Teller {
    // The thread is not waited for: it may wait itself, for ever.
    fn drop(&mut self) {
        self.shared.lock().is_over = true;
        self.shared.changed.notify_all();
    }
}

impl Waiting {
    fn is_done(&self) -> bool {
        self.texts.is_empty() && self.left_out == 0 && self.last.is_none() && !self.is_busy
    }

    /// What is to be written next. Once something was left out nothing is taken until this is said.
    fn next(&mut self) -> Option<String> {
        let next = self.texts.pop_front();
        self.bytes -= next.as_ref().map_or(0, String::len);
        next.or_else(|| {
            let left_out = std::mem::take(&mut self.left_out);
            if left_out > 0 { Some(words::left_out(left_out)) } else { self.last.take() }
        })
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn add(&self, text: &str) {
        let mut waiting = self.lock();
        if waiting.left_out > 0 || waiting.bytes + text.len() > MAX_UNREAD {
            waiting.left_out += text.lines().count();
            return;
        }
        waiting.bytes += text.len();
        waiting.texts.push_back(text.to_owned());
        self.changed.notify_all();
    }

    fn write(&self, mut output: impl Write) {
        let mut waiting = self.lock();
        loop {
            let Some(text) = waiting.next() else {
                if waiting.is_over {
                    return;
                }
                let woken = self.changed.wait(waiting);
                waiting = woken.unwrap_or_else(PoisonError::into_inner);
                continue;
            };
            waiting.is_busy = true;
            drop(waiting);
            // Whoever closes standard output does not want to be told; the servers go on.
            let _ = output.write_all(text.as_bytes()).and_then(|()| output.flush());
            waiting = self.lock();
            waiting.is_busy = false;
            self.changed.notify_all();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::{Receiver, Sender, channel};

    /// Somebody who reads only when allowed to.
    struct Slow(Receiver<()>, Sender<String>);

    impl Write for Slow {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let _ = self.0.recv();
            let _ = self.1.send(String::from_utf8_lossy(bytes).into_owned());
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn nobody_waits_for_whoever_does_not_read() {
        let (allow, allowed) = channel();
        let (write, written) = channel();
        let teller = Teller::start(Slow(allowed, write)).unwrap();
        let tell = teller.tell();
        // A minute of a thousand lines a second: far more than is kept.
        let line = |n: usize| format!("line {n} of what nobody reads{}\n", " …".repeat(20));
        (0..60_000).for_each(|n| tell.say(&line(n)));
        drop(allow);
        let is_told = |text: &String| text.starts_with("line");
        let kept: Vec<String> =
            std::iter::from_fn(|| written.recv().ok().filter(is_told)).collect();
        assert!(kept.iter().enumerate().all(|(n, text)| *text == line(n)), "in order");
        assert!(kept.iter().map(String::len).sum::<usize>() <= MAX_UNREAD + line(0).len());
        assert!(kept.len() > 5_000, "{}", kept.len());
        // From then on everything is told again.
        tell.say("again\n");
        assert_eq!(written.recv().unwrap(), "again\n");
        teller.finish("the end\n", Duration::from_mins(1));
        assert_eq!(written.recv().unwrap(), "the end\n");
    }

    #[test]
    fn how_much_was_left_out_is_said() {
        let mut waiting = Waiting::default();
        assert_eq!(waiting.next(), None);
        waiting.texts.push_back("one\n".to_owned());
        (waiting.bytes, waiting.left_out) = (4, 3);
        assert_eq!(waiting.next().as_deref(), Some("one\n"));
        assert_eq!(waiting.next(), Some(words::left_out(3)));
        assert!(waiting.next().is_none() && waiting.is_done());
    }

    #[test]
    fn nothing_that_a_terminal_obeys_is_told() {
        let (write, written) = channel();
        let tell = Tell::new(move |text| write.send(text.to_owned()).unwrap());
        tell.say("a\u{1b}[2J\u{9b}b\rc\u{202e}d\u{2028}\u{7f}é字\nnext\n");
        let all = written.recv().unwrap();
        assert_eq!(all, "a\u{fffd}[2J\u{fffd}b\u{fffd}c\u{fffd}d\u{fffd}\u{fffd}é字\nnext\n");
    }
}
