use super::Roster;
use crate::calendar::{Date, Day};

impl Roster<'_> {
    /// The roster as it stood in the books (账面) on a day: without the tenures and pairings
    /// `recorded` after it. A record without `recorded` was always known, so all of those stay, and
    /// so does everything else, in the same order. `recorded` is compared as a date, whether or not
    /// it lies in the calendar.
    ///
    /// A roster without findings stays one: no rule asks for a tenure or a pairing, and fewer of
    /// them can only clash less. So the township of what is left is
    /// [`Township::as_known_on`](crate::township::Township::as_known_on) that day.
    ///
    /// What a payroll was based on when it was made:
    ///
    /// ```
    /// # #[cfg(feature = "json")] {
    /// use bangfu::roster::Roster;
    /// let text = r#"{"format": 1, "town": {"id": "t", "population": 900},
    ///     "zones": [], "villages": [], "groups": [], "households": [],
    ///     "people": [{"id": "p1", "rank": "town"}], "pairings": [],
    ///     "tenures": [{"person": "p1", "post": "commander", "unit": "t",
    ///                  "from": "2018-09-10", "recorded": "2018-10-15"}]}"#;
    /// let roster: Roster<'_> = bangfu::document::read(text.as_bytes())?;
    /// assert_eq!(roster.as_known_on("2018-10-14".parse()?).tenures, []);
    /// assert_eq!(roster.as_known_on("2018-10-15".parse()?), roster);
    /// # }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # What the books cannot give
    /// `recorded` says when a record became known, not what it said before. A record that was
    /// shortened or changed since is given as it is now, also for days before the change; one that
    /// was withdrawn is not in the roster any more, and so is missing for all days. Nor do units,
    /// households and people say when they became known. Whoever needs the roster as it was, keeps
    /// it as it was.
    #[must_use]
    pub fn as_known_on(&self, on: Day) -> Self {
        let on = Date::from(on);
        let is_known = |recorded: Option<Date>| recorded.is_none_or(|recorded| recorded <= on);
        let mut roster = self.clone();
        roster.tenures.retain(|tenure| is_known(tenure.recorded));
        roster.pairings.retain(|pairing| is_known(pairing.recorded));
        roster
    }
}
