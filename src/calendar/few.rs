use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::mem;
use std::ops::{Deref, DerefMut};

/// A list in which one item by itself, as most lists are, takes no memory elsewhere.
///
/// It is compared, ordered, hashed and shown as its items are.
#[derive(Clone)]
pub(crate) enum Few<T> {
    One([T; 1]),
    Any(Vec<T>),
}

impl<T> Few<T> {
    pub(crate) const EMPTY: Self = Self::Any(Vec::new());

    /// Adds an item behind the others.
    pub(crate) fn push(&mut self, item: T) {
        *self = match mem::replace(self, Self::EMPTY) {
            Self::One([one]) => Self::Any(vec![one, item]),
            Self::Any(items) if items.is_empty() => Self::One([item]),
            Self::Any(mut items) => {
                items.push(item);
                Self::Any(items)
            }
        };
    }

    /// Keeps some of the items.
    pub(super) fn retain(&mut self, is_kept: impl Fn(&T) -> bool) {
        match self {
            Self::One([one]) if is_kept(one) => {}
            Self::One(_) => *self = Self::EMPTY,
            Self::Any(items) => items.retain(is_kept),
        }
    }
}

impl<T> FromIterator<T> for Few<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        let mut items = items.into_iter();
        match (items.next(), items.next()) {
            (Some(one), None) => Self::One([one]),
            (first, second) => Self::Any(first.into_iter().chain(second).chain(items).collect()),
        }
    }
}

impl<T> Deref for Few<T> {
    type Target = [T];

    #[inline]
    fn deref(&self) -> &[T] {
        match self {
            Self::One(one) => one,
            Self::Any(items) => items,
        }
    }
}

impl<T> DerefMut for Few<T> {
    fn deref_mut(&mut self) -> &mut [T] {
        match self {
            Self::One(one) => one,
            Self::Any(items) => items,
        }
    }
}

impl<T: fmt::Debug> fmt::Debug for Few<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<T: PartialEq> PartialEq for Few<T> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<T: Eq> Eq for Few<T> {}

impl<T: PartialOrd> PartialOrd for Few<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        (**self).partial_cmp(&**other)
    }
}

impl<T: Ord> Ord for Few<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        (**self).cmp(&**other)
    }
}

impl<T: Hash> Hash for Few<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (**self).hash(state);
    }
}
