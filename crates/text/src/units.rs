//! Numbers for people: sizes and times.

/// A size in bytes: `987 bytes`, `5.2 KB`, `1.4 MB` (1 KB is 1024 bytes).
pub fn size(bytes: u64) -> String {
    const KB: u64 = 1024;
    const MB: u64 = KB * KB;
    match bytes {
        1 => "1 byte".to_owned(),
        0..KB => [&bytes.to_string(), " bytes"].concat(),
        KB..MB => [&tenths(bytes, KB), " KB"].concat(),
        _ => [&tenths(bytes, MB), " MB"].concat(),
    }
}

/// A span of time in microseconds: `0.34 s`, `2 min 5 s`, `1 h 10 min`, `2 days 3 h`.
pub fn span(micros: u64) -> String {
    let seconds = micros / 1_000_000;
    let two = |a: u64, a_name: &str, b: u64, b_name: &str| {
        let head = [&a.to_string(), a_name].concat();
        if b == 0 { head } else { [&head, " ", &b.to_string(), b_name].concat() }
    };
    match seconds {
        0..60 => {
            let hundredths = micros / 10_000;
            let (whole, part) = (hundredths / 100, hundredths % 100);
            let zero = if part < 10 { "0" } else { "" };
            [&whole.to_string(), ".", zero, &part.to_string(), " s"].concat()
        }
        60..3_600 => two(seconds / 60, " min", seconds % 60, " s"),
        3_600..86_400 => two(seconds / 3_600, " h", seconds / 60 % 60, " min"),
        _ => {
            let days = if seconds / 86_400 == 1 { " day" } else { " days" };
            two(seconds / 86_400, days, seconds / 3_600 % 24, " h")
        }
    }
}

/// A small number as a word, a larger one in digits.
pub fn count(n: usize) -> String {
    const WORDS: [&str; 13] = [
        "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
        "eleven", "twelve",
    ];
    WORDS.get(n).map_or_else(|| n.to_string(), |word| (*word).to_owned())
}

/// How often: `once`, `twice`, `three times`.
pub fn times(n: usize) -> String {
    match n {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        _ => [&count(n), " times"].concat(),
    }
}

/// Which one: `second`, `21st`.
pub fn ordinal(n: usize) -> String {
    const WORDS: [&str; 12] = [
        "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
        "tenth", "eleventh", "twelfth",
    ];
    let ending = match (n % 10, n % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    let word = n.checked_sub(1).and_then(|before| WORDS.get(before));
    word.map_or_else(|| [&n.to_string(), ending].concat(), |word| (*word).to_owned())
}

/// `a`, `a and b`, `a, b and c`, `a, b and 3 more`.
pub fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [one, two] => [one, " and ", two].concat(),
        [one, two, three] => [one, ", ", two, " and ", three].concat(),
        [one, two, rest @ ..] => {
            [one, ", ", two, " and ", &rest.len().to_string(), " more"].concat()
        }
    }
}

fn tenths(bytes: u64, unit: u64) -> String {
    let tenths = (bytes * 10 + unit / 2) / unit;
    [&(tenths / 10).to_string(), ".", &(tenths % 10).to_string()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_for_people() {
        let sizes = [0, 1, 1_023, 1_024, 5_325, 1_048_576, 1_435_000].map(size);
        assert_eq!(
            sizes,
            ["0 bytes", "1 byte", "1023 bytes", "1.0 KB", "5.2 KB", "1.0 MB", "1.4 MB"]
        );
        let spans = [0, 345_000, 9_050_000, 60_000_000, 125_000_000, 4_200_000_000].map(span);
        assert_eq!(spans, ["0.00 s", "0.34 s", "9.05 s", "1 min", "2 min 5 s", "1 h 10 min"]);
        assert_eq!(span(183_600_000_000), "2 days 3 h");
        assert_eq!([0, 5, 12, 13].map(count), ["no", "five", "twelve", "13"]);
        assert_eq!([1, 2, 3].map(times), ["once", "twice", "three times"]);
        let ordinals = [1, 2, 12, 13, 21, 22, 33, 111].map(ordinal);
        assert_eq!(
            ordinals,
            ["first", "second", "twelfth", "13th", "21st", "22nd", "33rd", "111th"]
        );
        let names = |n: usize| (0..n).map(|i| format!("n{i}")).collect::<Vec<_>>();
        assert_eq!(list(&names(3)), "n0, n1 and n2");
        assert_eq!(list(&names(5)), "n0, n1 and 3 more");
    }
}
