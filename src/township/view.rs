//! Views: how the arrays of a township are read.

use super::Township;
use super::tree::Slice;

/// Defines the view of one kind of record: a position in the township's array of that kind.
///
/// A view carries its township, so that it cannot be asked of another.
macro_rules! view {
    ($(#[$doc:meta])* $name:ident: $data:ty = $list:ident) => {
        $(#[$doc])*
        ///
        /// Two views are equal if they show the same record of the same township, not of an equal
        /// one; they are ordered as the township orders its records. To compare across townships,
        /// compare ids.
        #[derive(Clone, Copy)]
        pub struct $name<'t> {
            township: &'t Township,
            // INVARIANT: a position in the township's list.
            at: usize,
        }

        impl<'t> $name<'t> {
            #[inline]
            pub(super) const fn new(township: &'t Township, at: usize) -> Self {
                Self { township, at }
            }

            pub(super) const fn township(self) -> &'t Township {
                self.township
            }

            #[expect(clippy::indexing_slicing, reason = "a view is made of a position in the list")]
            #[inline]
            pub(super) fn data(self) -> &'t $data {
                &self.township.$list[self.at]
            }

            /// Its position among those of its kind, in the order of the township; for arrays
            /// beside it.
            #[must_use]
            pub const fn index(self) -> usize {
                self.at
            }
        }

        impl PartialEq for $name<'_> {
            fn eq(&self, other: &Self) -> bool {
                std::ptr::eq(self.township, other.township) && self.at == other.at
            }
        }

        impl Eq for $name<'_> {}

        impl PartialOrd for $name<'_> {
            fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
                Some(self.cmp(other))
            }
        }

        impl Ord for $name<'_> {
            fn cmp(&self, other: &Self) -> std::cmp::Ordering {
                let key = |view: &Self| (std::ptr::from_ref(view.township), view.at);
                key(self).cmp(&key(other))
            }
        }

        impl std::hash::Hash for $name<'_> {
            fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
                self.at.hash(state);
            }
        }
    };
}

/// Gives a view the id of its record, which stands for it on the screen and in documents.
macro_rules! known_by_id {
    ($name:ident) => {
        impl std::fmt::Debug for $name<'_> {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_tuple(stringify!($name)).field(&self.id().as_str()).finish()
            }
        }

        impl serde::Serialize for $name<'_> {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.id().serialize(serializer)
            }
        }
    };
}

pub(super) use {known_by_id, view};

/// The views of a slice of one of the township's lists.
pub(super) fn views<'t, V>(
    township: &'t Township,
    slice: Slice,
    view: impl Fn(&'t Township, usize) -> V,
) -> impl ExactSizeIterator<Item = V> {
    (slice.start..slice.end).map(move |at| view(township, at))
}
