//! Dates, times and durations as XML Schema writes them, checked and left as they are.

/// What is still to be read of a text, and how many digits the fraction of a second may have.
struct Scan<'a>(&'a str, usize);
impl Scan<'_> {
    fn eat(&mut self, mark: char) -> bool {
        let rest = self.0.strip_prefix(mark);
        self.0 = rest.unwrap_or(self.0);
        rest.is_some()
    }
    /// All digits that come next: how many there are, and their number where it is a small one.
    fn digits(&mut self) -> (usize, u32) {
        let rest = self.0.trim_start_matches(|c: char| c.is_ascii_digit());
        let digits = self.0.strip_suffix(rest).unwrap_or_default();
        self.0 = rest;
        (digits.len(), digits.parse().unwrap_or(u32::MAX))
    }
    /// A number of so many digits.
    fn number(&mut self, digits: usize, range: std::ops::RangeInclusive<u32>) -> Option<u32> {
        let (count, number) = self.digits();
        (count == digits && range.contains(&number)).then_some(number)
    }
    fn fraction(&mut self) -> Option<()> {
        (!self.eat('.') || (1..=self.1).contains(&self.digits().0)).then_some(())
    }
    fn date(&mut self) -> Option<()> {
        let year = self.number(4, 1..=9999)?;
        let month = self.eat('-').then(|| self.number(2, 1..=12))??;
        let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let days = match month {
            2 if is_leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        };
        self.eat('-').then(|| self.number(2, 1..=days))?.map(drop)
    }
    /// Neither XML Schema nor OData has a leap second.
    fn time(&mut self) -> Option<()> {
        self.number(2, 0..=23)?;
        self.eat(':').then(|| self.number(2, 0..=59))??;
        self.eat(':').then(|| self.number(2, 0..=59))??;
        self.fraction()
    }
    fn offset(&mut self) -> Option<()> {
        if self.eat('Z') {
            return Some(());
        }
        let hours = (self.eat('+') || self.eat('-')).then(|| self.number(2, 0..=14))??;
        let minutes = self.eat(':').then(|| self.number(2, 0..=59))??;
        (hours < 14 || minutes == 0).then_some(())
    }
    /// `PnDTnHnMnS`: years and months have no fixed length.
    fn duration(&mut self) -> Option<()> {
        self.eat('-');
        let mut rest = self.eat('P').then_some("DTHMS")?;
        let mut is_empty = true;
        while !self.0.is_empty() {
            if self.eat('T') {
                rest = rest.split_once('T').map(|(_, rest)| rest).filter(|_| !self.0.is_empty())?;
            }
            let before = self.digits().0;
            let has_fraction = self.0.starts_with('.');
            self.fraction()?;
            let unit = self.0.chars().next().filter(|unit| *unit != 'T')?;
            let (skipped, left) = rest.split_once(unit)?;
            let is_fine = before > 0 && (!has_fraction || unit == 'S') && !skipped.contains('T');
            (is_fine && self.eat(unit)).then_some(())?;
            (rest, is_empty) = (left, false);
        }
        (!is_empty).then_some(())
    }
}
/// Whether a text is `2024-02-29` (`date`), `13:05:00` (`time`), both with `T` between (`datetime`), and an offset
/// (`datetimeOffset`), or `P1DT2H` (`duration`).
pub(crate) fn is_temporal(kind: &str, text: &str, digits: usize) -> bool {
    let mut scan = Scan(text, digits);
    let read = match kind {
        "date" => scan.date(),
        "time" => scan.time(),
        "duration" => scan.duration(),
        _ => scan.date().and_then(|()| scan.eat('T').then(|| scan.time())?),
    };
    let read = if kind == "datetimeOffset" { read.and_then(|()| scan.offset()) } else { read };
    read.is_some() && scan.0.is_empty()
}

#[cfg(test)]
mod tests {
    use super::is_temporal;
    #[test]
    fn what_is_one_and_what_is_not() {
        let table = [
            ("date", "2024-02-29 2000-02-29 0001-01-01 9999-12-31", "2023-02-29 1900-02-29 0000-01-01 2024-13-01 2024-1-01 2024-04-31 24-01-01 2024-02-29Z"),
            ("time", "00:00:00 23:59:59 13:05:00.25 13:05:00.123456789012", "24:00:00 13:60:00 13:05:60 13:05 13:05:00. 13:05:00.1234567890123 1:05:00"),
            ("datetime", "2024-02-29T13:05:00 2024-02-29T13:05:00.5", "2024-02-29 2024-02-29T13:05:00Z 2024-02-29t13:05:00"),
            ("datetimeOffset", "2024-02-29T13:05:00Z 2024-02-29T13:05:00+14:00 2024-02-29T13:05:00.1-00:30", "2024-02-29T13:05:00 2024-02-29T13:05:00+14:01 2024-02-29T13:05:00+1:00 2024-02-29T13:05:00+0100"),
            ("duration", "P1D PT1H PT1M PT0.5S P1DT2H30M0.5S -P1DT2H PT1H5S", "P PT P1DT P1Y P1M 1D P1H PT1D PT1.5H P1.5D PT1S1M PT1S1S PTT1S P1D2H PT.5S P1D1D P-1D"),
        ];
        for (kind, good, bad) in table {
            good.split(' ').for_each(|text| assert!(is_temporal(kind, text, 12), "{kind} {text}"));
            bad.split(' ')
                .chain([""])
                .for_each(|text| assert!(!is_temporal(kind, text, 12), "{kind} {text}"));
        }
    }
}
