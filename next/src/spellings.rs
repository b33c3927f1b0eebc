//! Finds secrets in a text, whichever way they are spelt: the text is decoded in each way, and what is found there is told as
//! the place of the text that it was decoded from.

/// The bytes of a text, or of one that was decoded from it, and the place in the text that each stands for.
pub(crate) struct View {
    bytes: Vec<u8>,
    from: Vec<(usize, usize)>,
    is_base64: bool,
}
/// The number of bytes that a text begins with and that stand for others, and those.
type Read = Option<(usize, Vec<u8>)>;
/// The ways of spelling, each with a mark that a text spelt so has in it.
const SPELLINGS: [(u8, fn(&[u8]) -> Read); 4] = [(b'%', percent), (b'+', form), (b'\\', json), (b'&', html)];
/// What stands where a text was cut: `…`.
const CUT: [u8; 3] = [0xe2, 0x80, 0xa6];
/// So many spellings within one another: the form-encoded secret of Basic, a URL in a JSON text.
const DEPTH: usize = 2;
/// Shorter secrets are hidden as whole words only.
const SHORT: usize = 4;

impl View {
    /// A text as it is.
    pub(crate) fn of(text: &str) -> Self {
        let mut view = Self::new(false);
        for (at, letter) in text.char_indices() {
            let from = (at, at.saturating_add(letter.len_utf8()));
            view.push(letter.encode_utf8(&mut [0; 4]).as_bytes(), from);
        }
        view
    }
    /// The places of the text where a secret stands, in no order.
    pub(crate) fn find(&self, secrets: &[&[u8]]) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        self.search(secrets, DEPTH, &mut found);
        found
    }
    fn search(&self, secrets: &[&[u8]], depth: usize, found: &mut Vec<(usize, usize)>) {
        // No spelling is shorter than what it stands for; but a text may have been cut.
        let secrets: Vec<_> =
            secrets.iter().copied().filter(|one| one.len() <= self.bytes.len() || self.is_cut()).collect();
        for secret in &secrets {
            self.matches(secret, found);
        }
        let Some(depth) = depth.checked_sub(1).filter(|_| !secrets.is_empty()) else { return };
        for (mark, spelling) in SPELLINGS {
            if self.bytes.contains(&mark) {
                self.decoded(spelling).search(&secrets, depth, found);
            }
        }
        // Letters of the text before may belong to the alphabet: each alignment is tried.
        (0..4).for_each(|skipped| self.base64(skipped).search(&secrets, depth, found));
    }
    fn is_cut(&self) -> bool {
        self.bytes.windows(CUT.len()).any(|bytes| bytes == CUT)
    }
    /// Knuth, Morris and Pratt: each byte is looked at once, whatever text and secret are.
    fn matches(&self, secret: &[u8], found: &mut Vec<(usize, usize)>) {
        let is_short =
            std::str::from_utf8(secret).is_ok_and(|text| text.chars().nth(SHORT.saturating_sub(1)).is_none());
        if is_short && self.is_base64 && secret.len() < 3 {
            return; // Two bytes are found in any base64.
        }
        let borders = borders(secret);
        let mut matched = 0;
        for (at, byte) in self.bytes.iter().enumerate() {
            let is_cut = || self.bytes.get(at..).is_some_and(|rest| rest.starts_with(&CUT));
            if matched >= SHORT && *byte == CUT[0] && secret.get(matched) != Some(byte) && is_cut() {
                self.add(at.saturating_sub(matched), at, found);
            }
            matched = step(secret, &borders, matched, *byte);
            if matched == secret.len() {
                let end = at.saturating_add(1);
                let start = end.saturating_sub(matched);
                if !is_short || self.is_word(start, end) {
                    self.add(start, end, found);
                }
                matched = border(&borders, matched);
            }
        }
    }
    fn add(&self, start: usize, end: usize, found: &mut Vec<(usize, usize)>) {
        if let Some([first @ last] | [first, .., last]) = self.from.get(start..end) {
            found.push((first.0, last.1));
        }
    }
    /// Whether no letter or digit goes on before or after.
    fn is_word(&self, start: usize, end: usize) -> bool {
        let goes_on = |at: Option<usize>| {
            let pair = at.and_then(|at| self.bytes.get(at..)?.first_chunk::<2>());
            pair.is_some_and(|pair| pair.iter().all(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii()))
        };
        !goes_on(start.checked_sub(1)) && !goes_on(end.checked_sub(1))
    }
    fn decoded(&self, spelling: fn(&[u8]) -> Read) -> Self {
        let mut view = Self::new(self.is_base64);
        let mut at = 0;
        while let Some(rest @ [byte, ..]) = self.bytes.get(at..) {
            // Half a spelling before the cut stands for nothing.
            let half = || rest.windows(CUT.len()).take(12).position(|bytes| bytes == CUT);
            let half = || half().filter(|_| b"%\\&".contains(byte)).map(|used| (used, Vec::new()));
            let (used, bytes) = spelling(rest).or_else(half).unwrap_or_else(|| (1, vec![*byte]));
            let end = at.saturating_add(used);
            if let Some([first @ last] | [first, .., last]) = self.from.get(at..end) {
                view.push(&bytes, (first.0, last.1));
            }
            at = end;
        }
        view
    }
    /// What is in base64, or base64url, when so many letters of each run are skipped; line breaks do not end a run.
    fn base64(&self, skipped: usize) -> Self {
        let mut view = Self::new(true);
        let (mut bits, mut held, mut seen, mut last) = (0_u32, 0_u32, 0_usize, 0_usize);
        for (byte, from) in self.bytes.iter().zip(&self.from) {
            match sextet(*byte) {
                Some(sextet) => {
                    if seen >= skipped {
                        bits = (bits << 6 | sextet) & 0xffff;
                        held = held.saturating_add(6);
                    }
                    if let Some(rest) = held.checked_sub(8) {
                        held = rest;
                        view.push(&[(bits >> held) as u8], (last, from.1));
                    }
                    seen = seen.saturating_add(1);
                    last = from.0;
                }
                None if matches!(byte, b'\r' | b'\n') => {}
                None => {
                    (held, seen) = (0, 0);
                    view.push(&[*byte], *from);
                }
            }
        }
        view
    }
    fn new(is_base64: bool) -> Self {
        Self { bytes: Vec::new(), from: Vec::new(), is_base64 }
    }
    fn push(&mut self, bytes: &[u8], from: (usize, usize)) {
        self.bytes.extend_from_slice(bytes);
        self.from.resize(self.bytes.len(), from);
    }
}

/// For each length of a secret's beginning, the longest shorter beginning that it ends with.
fn borders(secret: &[u8]) -> Vec<usize> {
    let mut borders = vec![0];
    let mut matched = 0;
    for byte in secret.iter().skip(1) {
        matched = step(secret, &borders, matched, *byte);
        borders.push(matched);
    }
    borders
}
fn border(borders: &[usize], matched: usize) -> usize {
    matched.checked_sub(1).and_then(|at| borders.get(at)).copied().unwrap_or_default()
}
fn step(secret: &[u8], borders: &[usize], mut matched: usize, byte: u8) -> usize {
    while secret.get(matched) != Some(&byte) {
        if matched == 0 {
            return 0;
        }
        matched = border(borders, matched);
    }
    matched.saturating_add(1)
}

fn percent(rest: &[u8]) -> Read {
    let [b'%', high, low, ..] = rest else { return None };
    Some((3, vec![number(&[*high, *low], 16)? as u8]))
}
/// `application/x-www-form-urlencoded`.
fn form(rest: &[u8]) -> Read {
    match rest {
        [b'+', ..] => Some((1, vec![b' '])),
        _ => percent(rest),
    }
}
/// A string of JSON, JavaScript or Rust's `Debug`.
fn json(rest: &[u8]) -> Read {
    let plain = |letter: u8| Some((2, vec![letter]));
    match rest {
        [b'\\', b'u', b'{', more @ ..] => {
            let end = more.iter().take(9).position(|byte| *byte == b'}')?;
            letter(number(more.get(..end)?, 16)?, end.saturating_add(4))
        }
        [b'\\', b'u', a, b, c, d, b'\\', b'u', e, f, g, h, ..]
            if matches!((a, b), (b'd' | b'D', b'8'..=b'9' | b'a'..=b'b' | b'A'..=b'B')) =>
        {
            let pair = [number(&[*a, *b, *c, *d], 16)? as u16, number(&[*e, *f, *g, *h], 16)? as u16];
            letter(char::decode_utf16(pair).next()?.ok()?.into(), 12)
        }
        [b'\\', b'u', a, b, c, d, ..] => letter(number(&[*a, *b, *c, *d], 16)?, 6),
        [b'\\', b'x', high, low, ..] => letter(number(&[*high, *low], 16)?, 4),
        [b'\\', b'n', ..] => plain(b'\n'),
        [b'\\', b'r', ..] => plain(b'\r'),
        [b'\\', b't', ..] => plain(b'\t'),
        [b'\\', b'b', ..] => plain(8),
        [b'\\', b'f', ..] => plain(12),
        [b'\\', b'0', ..] => plain(0),
        [b'\\', mark @ (b'"' | b'\\' | b'/' | b'\''), ..] => plain(*mark),
        _ => None,
    }
}
/// Character references; the semicolon may be missing after a number.
fn html(rest: &[u8]) -> Read {
    let [b'&', rest @ ..] = rest else { return None };
    let digits = |rest: &[u8], radix, before: usize| {
        let digits = rest.iter().take(9).take_while(|byte| char::from(**byte).is_digit(radix)).count();
        let end = usize::from(rest.get(digits) == Some(&b';'));
        letter(number(rest.get(..digits)?, radix)?, digits.saturating_add(before).saturating_add(end))
    };
    match rest {
        [b'#', b'x' | b'X', rest @ ..] => digits(rest, 16, 3),
        [b'#', rest @ ..] => digits(rest, 10, 2),
        _ => {
            let end = rest.iter().take(9).position(|byte| *byte == b';')?;
            let name = std::str::from_utf8(rest.get(..end)?).ok()?;
            let ascii = ASCII.iter().find(|(known, _)| *known == name).map(|(_, letter)| u32::from(*letter));
            let latin =
                || LATIN.split(' ').zip(0xa0..).find(|(known, _)| *known == name).map(|(_, point)| point);
            letter(ascii.or_else(latin)?, end.saturating_add(2))
        }
    }
}
/// The names of HTML, as libraries write them that spell every mark, or every letter beyond ASCII (from U+00A0 on).
const ASCII: [(&str, char); 35] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("excl", '!'),
    ("num", '#'),
    ("dollar", '$'),
    ("percnt", '%'),
    ("lpar", '('),
    ("rpar", ')'),
    ("ast", '*'),
    ("plus", '+'),
    ("comma", ','),
    ("period", '.'),
    ("sol", '/'),
    ("colon", ':'),
    ("semi", ';'),
    ("equals", '='),
    ("quest", '?'),
    ("commat", '@'),
    ("lsqb", '['),
    ("lbrack", '['),
    ("bsol", '\\'),
    ("rsqb", ']'),
    ("rbrack", ']'),
    ("Hat", '^'),
    ("lowbar", '_'),
    ("grave", '`'),
    ("lcub", '{'),
    ("lbrace", '{'),
    ("verbar", '|'),
    ("vert", '|'),
    ("rcub", '}'),
    ("rbrace", '}'),
];
const LATIN: &str = "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 \
    acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig \
    Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave \
    Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave \
    iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml";

fn number(digits: &[u8], radix: u32) -> Option<u32> {
    digits.iter().try_fold(0_u32, |number, digit| {
        number.checked_mul(radix)?.checked_add(char::from(*digit).to_digit(radix)?)
    })
}
fn letter(point: u32, used: usize) -> Read {
    Some((used, char::from_u32(point)?.encode_utf8(&mut [0; 4]).as_bytes().to_vec()))
}
/// A letter of base64 or base64url (RFC 4648 §4, §5).
fn sextet(byte: u8) -> Option<u32> {
    let value = match byte {
        b'A'..=b'Z' => byte.saturating_sub(b'A'),
        b'a'..=b'z' => byte.saturating_sub(71),
        b'0'..=b'9' => byte.saturating_add(4),
        b'+' | b'-' => 62,
        b'/' | b'_' => 63,
        _ => return None,
    };
    Some(value.into())
}
