//! Dates, times and durations, checked by hand: the usual crates would weigh more than this whole module.

use super::{lexical::Scan, Error};

/// The longest fraction of a second: 12 digits in OData 4.0, 7 before (100 ns, the tick of Edm.DateTime).
const MAX_FRACTION: usize = 12;

fn days_in(year: u32, month: u32) -> u32 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn scan_date(scan: &mut Scan<'_>) -> Option<()> {
    let year = scan.number(4).filter(|year| *year > 0)?;
    let month = scan.eat(b'-').then(|| scan.number(2))?.filter(|month| (1..=12).contains(month))?;
    scan.eat(b'-').then(|| scan.number(2))?.filter(|day| (1..=days_in(year, month)).contains(day)).map(drop)
}

/// No leap second: neither XML Schema nor OData has one.
fn scan_time(scan: &mut Scan<'_>) -> Option<()> {
    scan.number(2).filter(|hour| *hour < 24)?;
    scan.eat(b':').then(|| scan.number(2))?.filter(|minute| *minute < 60)?;
    scan.eat(b':').then(|| scan.number(2))?.filter(|second| *second < 60)?;
    (!scan.eat(b'.') || (1..=MAX_FRACTION).contains(&scan.digits())).then_some(())
}

/// XML Schema allows offsets up to fourteen hours.
fn scan_offset(scan: &mut Scan<'_>) -> Option<()> {
    if scan.eat(b'Z') {
        return Some(());
    }
    let signed = scan.eat(b'+') || scan.eat(b'-');
    let hours = signed.then(|| scan.number(2))??;
    let minutes = scan.eat(b':').then(|| scan.number(2))?.filter(|minute| *minute < 60)?;
    (hours < 14 || (hours == 14 && minutes == 0)).then_some(())
}

/// `[-]PnDTnHnMnS`: years and months have no fixed length, and OData 4.0 does not allow them.
fn scan_duration(scan: &mut Scan<'_>) -> Option<()> {
    scan.eat(b'-');
    scan.eat(b'P').then_some(())?;
    let mut some = scan.digits() > 0;
    if some {
        scan.eat(b'D').then_some(())?;
    }
    if !scan.eat(b'T') {
        return some.then_some(());
    }
    some = false;
    let mut digits = scan.digits();
    for unit in b"HMS" {
        if *unit == b'S' && digits > 0 && scan.eat(b'.') {
            (1..=MAX_FRACTION).contains(&scan.digits()).then_some(())?;
        }
        if digits > 0 && scan.eat(*unit) {
            some = true;
            digits = scan.digits();
        }
    }
    (some && digits == 0).then_some(())
}

fn whole(text: &str, scan: impl Fn(&mut Scan<'_>) -> Option<()>) -> bool {
    let mut rest = Scan::new(text);
    scan(&mut rest).is_some() && rest.is_done()
}

fn scan_datetime(scan: &mut Scan<'_>) -> Option<()> {
    scan_date(scan)?;
    scan.eat(b'T').then(|| scan_time(scan))?
}

pub(crate) fn check_date(text: &str) -> Result<(), Error> {
    if whole(text, scan_date) {
        return Ok(());
    }
    Err(Error::not("date", text, "a date of the calendar: write it like 2024-02-29"))
}

pub(crate) fn check_datetime(text: &str) -> Result<(), Error> {
    if whole(text, scan_datetime) {
        return Ok(());
    }
    let what = "a date and time without an offset: write it like 2024-02-29T13:05:00 (with an offset it is a datetimeOffset)";
    Err(Error::not("datetime", text, what))
}

pub(crate) fn check_datetime_offset(text: &str) -> Result<(), Error> {
    if whole(text, |scan| scan_datetime(scan).and_then(|()| scan_offset(scan))) {
        return Ok(());
    }
    let what =
        "a date and time with an offset: write it like 2024-02-29T13:05:00Z or 2024-02-29T13:05:00+01:00";
    Err(Error::not("datetimeOffset", text, what))
}

pub(crate) fn check_time(text: &str) -> Result<(), Error> {
    if whole(text, scan_time) {
        return Ok(());
    }
    Err(Error::not("time", text, "a time of day: write it like 13:05:00 or 13:05:00.25"))
}

pub(crate) fn check_duration(text: &str) -> Result<(), Error> {
    if whole(text, scan_duration) {
        return Ok(());
    }
    let what =
        "a duration of days and time: write it like P1DT2H30M0.5S (years and months have no fixed length)";
    Err(Error::not("duration", text, what))
}

/// How many digits the fraction of a second has.
pub(crate) fn fraction_digits(text: &str) -> usize {
    text.split_once('.').map_or(0, |(_, fraction)| Scan::new(fraction).digits())
}

/// A time of day as the duration that Edm.Time of 2.0 and 3.0 is: `13:05:00` is `PT13H05M00S`.
pub(crate) fn time_as_duration(time: &str) -> String {
    let mut parts = time.split(':');
    let mut next = || parts.next().unwrap_or_default();
    ["PT", next(), "H", next(), "M", next(), "S"].concat()
}
