//! Which characters words are made of. Roughly, since the tables of Unicode weigh more than this whole crate's.

/// Whether it is a letter, or stands among letters of other scripts than Latin.
pub(crate) fn is_letter(char: char) -> bool {
    char.is_ascii_alphabetic()
        || (char >= '\u{c0}'
            && !matches!(char, '×' | '÷' | '\u{2000}'..='\u{2bff}' | '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ff0f}'))
}

/// Whether it is a letter or a digit.
pub(crate) fn is_letter_or_digit(char: char) -> bool {
    char.is_ascii_digit() || is_letter(char)
}
