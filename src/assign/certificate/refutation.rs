use crate::quantity::Id;

/// What is wrong with a plan: the first thing that [`verify`](crate::assign::verify) finds.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Refutation {
    /// A list of ids is not strictly ascending.
    #[error("`{id}` stands twice or out of order in `{list}`")]
    Unsorted {
        /// The list.
        list: &'static str,
        /// The id that is not greater than the one before it.
        id: Id<'static>,
    },
    /// The problem has no such household.
    #[error("the problem has no household `{household}`")]
    UnknownHousehold {
        /// The id.
        household: Id<'static>,
    },
    /// The problem has no such helper.
    #[error("the problem has no helper `{helper}`")]
    UnknownHelper {
        /// The id.
        helper: Id<'static>,
    },
    /// A helper serves a household that the helper may not serve.
    #[error("`{helper}` may not serve `{household}`")]
    NotEligible {
        /// The household.
        household: Id<'static>,
        /// The helper.
        helper: Id<'static>,
    },
    /// The cost of a pairing is another.
    #[error("`{helper}` serves `{household}` at a cost of {actual}, not {stated}")]
    PairingCost {
        /// The household.
        household: Id<'static>,
        /// The helper.
        helper: Id<'static>,
        /// The cost in the plan.
        stated: i32,
        /// The cost by the problem.
        actual: i32,
    },
    /// A helper has more households than their capacity.
    #[error("`{helper}` has {load} households and a capacity of {capacity}")]
    OverCapacity {
        /// The helper.
        helper: Id<'static>,
        /// How many households the helper has.
        load: u64,
        /// How many the helper may have.
        capacity: u32,
    },
    /// A household is listed as uncovered and has a helper.
    #[error("`{household}` has a helper and is listed as uncovered")]
    NotUncovered {
        /// The household.
        household: Id<'static>,
    },
    /// A household has no helper and is not listed as uncovered.
    #[error("`{household}` has no helper and is not listed as uncovered")]
    Unlisted {
        /// The household.
        household: Id<'static>,
    },
    /// The number of covered households is another.
    #[error("the plan covers {actual} households, not {stated}")]
    Covered {
        /// The number in the plan.
        stated: u64,
        /// The number of pairings.
        actual: u64,
    },
    /// The cost of the plan is another.
    #[error("the plan costs {actual}, not {stated}")]
    Cost {
        /// The cost in the plan.
        stated: i64,
        /// The pairings and the balance together.
        actual: i128,
    },
    /// A helper has no price.
    #[error("`{helper}` has no price")]
    PriceMissing {
        /// The helper.
        helper: Id<'static>,
    },
    /// A price is negative.
    #[error("the price of `{helper}` is {price}, below 0")]
    PriceNegative {
        /// The helper.
        helper: Id<'static>,
        /// The price.
        price: i64,
    },
    /// The prices do not prove that nothing is better.
    #[error("the plan comes to {objective}, the prices prove no more than {bound}")]
    NotProved {
        /// The cost, and the weight of every uncovered household.
        objective: i128,
        /// What every plan comes to at least.
        bound: i128,
    },
    /// Households are left over and there is no shortage.
    #[error("{uncovered} households are left over and no shortage says why")]
    ShortageMissing {
        /// How many.
        uncovered: u64,
    },
    /// There is a shortage though all households are covered.
    #[error("a shortage although all households are covered")]
    ShortageUnexpected,
    /// A household or helper stands in two shortages, or twice in one.
    #[error("`{id}` is counted twice in the shortages")]
    ShortageTwice {
        /// The household or helper.
        id: Id<'static>,
    },
    /// A helper who may serve a household of the shortage is not in it.
    #[error("`{helper}` may serve a household of the shortage and is not in it")]
    ShortageOmits {
        /// The helper.
        helper: Id<'static>,
    },
    /// A helper of the shortage may serve none of its households.
    #[error("`{helper}` may serve no household of the shortage and is in it")]
    ShortageAdds {
        /// The helper.
        helper: Id<'static>,
    },
    /// The capacity of the shortage's helpers is another.
    #[error("the helpers of the shortage have a capacity of {actual}, not {stated}")]
    ShortageCapacity {
        /// The capacity in the plan.
        stated: u64,
        /// The capacity by the problem.
        actual: u64,
    },
    /// The shortage does not come to the number of uncovered households.
    #[error(
        "{households} households of the shortage less a capacity of {capacity} are not {short}, \
         or not the {uncovered} left over"
    )]
    Unexplained {
        /// How many households the shortage has.
        households: u64,
        /// The capacity of its helpers.
        capacity: u64,
        /// How many it says must be left over.
        short: u64,
        /// How many are left over.
        uncovered: u64,
    },
}
