//! The words of a line, one after the other.

use std::str::FromStr;

use bangfu::basis::Basis;
use bangfu::calendar::{Day, Span};
use bangfu::quantity::Yuan;
use bangfu::stipend::Rate;

pub struct Words<'a> {
    rest: Vec<&'a str>,
}

impl<'a> Words<'a> {
    pub fn of(line: &'a str) -> Self {
        Self { rest: line.split_whitespace().rev().collect() }
    }

    pub fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// The next word; `what` says what it should be.
    pub fn next(&mut self, what: &str) -> Result<&'a str, String> {
        self.rest.pop().ok_or_else(|| format!("{what} is missing"))
    }

    /// The next word, as a value.
    pub fn parse<T: FromStr>(&mut self, what: &str) -> Result<T, String> {
        parse(self.next(&format!("a {what}"))?, what)
    }

    /// The next word, if it is this one.
    pub fn takes(&mut self, word: &str) -> bool {
        let is_next = self.rest.last() == Some(&word);
        if is_next {
            self.rest.pop();
        }
        is_next
    }

    /// The next word, which must be this one.
    pub fn expect(&mut self, word: &str) -> Result<(), String> {
        let found = self.next(&format!("`{word}`"))?;
        if found == word { Ok(()) } else { Err(format!("`{found}` stands where `{word}` should")) }
    }

    /// The next word, as values with commas between them.
    pub fn list<T: FromStr>(&mut self, what: &str) -> Result<Vec<T>, String> {
        self.next(&format!("a {what}"))?.split(',').map(|word| parse(word, what)).collect()
    }

    /// `by decision 2018-17`, if anything is left.
    pub fn basis(&mut self) -> Result<Option<Basis>, String> {
        if self.is_empty() {
            return Ok(None);
        }
        self.expect("by")?;
        match self.next("the basis")? {
            "clause" => Ok(Some(Basis::Clause(self.parse("clause")?))),
            "assumption" => Ok(Some(Basis::Assumption(self.parse("assumption")?))),
            "decision" => Ok(Some(Basis::Decision(self.parse("decision")?))),
            other => Err(format!("`{other}` is no clause, assumption or decision")),
        }
    }

    /// `by decision 2018-17`.
    pub fn own_basis(&mut self) -> Result<Basis, String> {
        self.basis()?.ok_or_else(|| "`by` is missing".to_owned())
    }

    /// `500.00 2018-10-16.. by decision 2018-17`.
    pub fn rate(&mut self) -> Result<Rate, String> {
        let (monthly, days): (Yuan, Span) = (self.parse("sum of yuan")?, self.span()?);
        let (from, until): (Day, Option<Day>) = (days.from(), days.until());
        Ok(Rate { monthly, from, until, basis: self.own_basis()? })
    }

    pub fn span(&mut self) -> Result<Span, String> {
        self.parse("span of days")
    }

    /// Nothing may be left.
    pub fn end(&mut self) -> Result<(), String> {
        self.rest.pop().map_or(Ok(()), |word| Err(format!("`{word}` is too much")))
    }
}

pub fn parse<T: FromStr>(word: &str, what: &str) -> Result<T, String> {
    word.parse().map_err(|_| format!("`{word}` is no {what}"))
}
