//! How lists of records come into the order of the township.

/// A list in the order of the township.
pub(super) struct Arranged<T> {
    pub(super) items: Vec<T>,
    /// Where each item went, by its position before.
    pub(super) moved: Vec<usize>,
    /// The positions now, in the order of the ids.
    pub(super) by_id: Vec<usize>,
}

impl<T> Arranged<T> {
    /// Sorts a list by the unit above, then by id.
    pub(super) fn new(
        items: Vec<T>,
        by_id: Vec<usize>,
        above: impl Fn(&T) -> Option<usize>,
    ) -> Self {
        let mut order = by_id.clone();
        // The sort is stable: whatever lies in one unit stays in the order of the ids.
        order.sort_by_key(|at| items.get(*at).map(&above));
        // Documents tend to be written in this very order.
        if order.is_sorted() {
            return Self { items, moved: order, by_id };
        }
        let mut moved = vec![0; items.len()];
        for (now, before) in order.iter().enumerate() {
            if let Some(slot) = moved.get_mut(*before) {
                *slot = now;
            }
        }
        let mut items: Vec<Option<T>> = items.into_iter().map(Some).collect();
        let items = order.iter().filter_map(|before| items.get_mut(*before)?.take()).collect();
        let by_id = by_id.into_iter().map(|at| follow(&moved, at)).collect();
        Self { items, moved, by_id }
    }
}

/// Where an item went.
// INVARIANT: the parts are sound, see `Township::assemble`.
#[expect(clippy::indexing_slicing, reason = "a reference of the parts is a position in a list")]
pub(super) fn follow(moved: &[usize], at: usize) -> usize {
    moved[at]
}

/// The positions of a list in the order of a key.
pub(super) fn order_by<'a, T, K: Ord>(items: &'a [T], key: impl Fn(&'a T) -> K) -> Vec<usize> {
    let mut numbered: Vec<(K, usize)> =
        items.iter().enumerate().map(|(at, item)| (key(item), at)).collect();
    numbered.sort();
    numbered.into_iter().map(|(_, at)| at).collect()
}
