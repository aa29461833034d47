use std::fmt;

use super::tree::parts;
use super::view::view;
use super::{Person, Post, Township, Unit};
use crate::calendar::{Day, Span};

view! {
    /// That a person holds a post at a unit during a span (任职).
    Tenure: parts::Tenure = tenures
}

impl<'t> Tenure<'t> {
    /// The person.
    #[must_use]
    #[inline]
    pub fn person(self) -> Person<'t> {
        Person::new(self.township(), self.data().person)
    }

    /// The post.
    #[must_use]
    #[inline]
    pub fn post(self) -> Post {
        self.data().post
    }

    /// The unit at which the post is held.
    #[must_use]
    #[inline]
    pub fn unit(self) -> Unit<'t> {
        self.township().unit_at(self.data().place)
    }

    /// When.
    #[must_use]
    #[inline]
    pub fn span(self) -> Span {
        self.data().span
    }

    /// The day on which this became known, if the roster says; see [`Township::as_known_on`].
    #[must_use]
    pub fn recorded(self) -> Option<Day> {
        self.data().recorded
    }
}

impl fmt::Debug for Tenure<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tenure")
            .field("person", &self.person())
            .field("post", &self.post())
            .field("unit", &self.unit())
            .field("span", &self.span())
            .finish()
    }
}
