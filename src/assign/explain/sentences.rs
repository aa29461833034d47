//! The sentences in which a plan is explained: English, then Chinese. What stands in braces is put in
//! by [`Wording`](super::wording::Wording).

/// One sentence, or a part of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sentence {
    // A pairing.
    Served,
    LeftOver,
    Cost,
    OnTheWay,
    ForKeeping,
    ForTheLoad,
    NobodyNearer,
    SomeNearer,
    NobodyElse,
    Nobody,
    NextBest,
    BestForLeftOver,
    Moves,
    MovesFromTo,
    MovesTo,
    MovesOut,
    // By how much a plan is worse.
    NoWorse,
    MoreUncovered,
    MorePinned,
    MoreShort,
    LessShort,
    MoreUneven,
    LessUneven,
    MoreCost,
    LessCost,
    // Who is excluded.
    OutOfScope,
    Barred,
    Pinned,
    NoCapacity,
    // A shortage.
    Short,
    ShortWithoutHelpers,
    Households,
    Helpers,
    Remedies,
    NoRemedy,
    MoreHelpers,
    MorePlaces,
    WiderScope,
    WiderScopeOfAll,
    SiteOf,
    BarLifted,
    PinReleased,
    // Two plans.
    Covered,
    Uncovered,
    Kept,
    Minutes,
    Keep,
    Balance,
    CostInAll,
    GreatestLoad,
    ShortOfLeast,
    Load,
    Changes,
    NoChanges,
    FromTo,
    To,
    Out,
    // Lists.
    Comma,
    And,
    Semicolon,
    Others,
    OneOf,
    Clause,
}

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Noun {
    Minute,
    Household,
    Helper,
    Place,
}

impl Noun {
    /// One, several, and the Chinese.
    pub(super) const fn words(self) -> [&'static str; 3] {
        match self {
            Self::Minute => ["{n} minute", "{n} minutes", "{n}分钟"],
            Self::Household => ["{n} household", "{n} households", "{n}户"],
            Self::Helper => ["{n} helper", "{n} helpers", "{n}名帮扶责任人"],
            Self::Place => ["{n} place", "{n} places", "{n}个名额"],
        }
    }
}

impl Sentence {
    /// The English and the Chinese.
    #[expect(clippy::too_many_lines, reason = "a table")]
    pub(super) const fn words(self) -> [&'static str; 2] {
        match self {
            Self::Served => [
                "Household {household} has {helper} as its helper.",
                "贫困户{household}由{helper}结对帮扶。",
            ],
            Self::LeftOver => {
                ["Household {household} has no helper.", "贫困户{household}没有帮扶责任人。"]
            }
            Self::Cost => ["This counts as {cost}: {parts}.", "该结对计{cost}：{parts}。"],
            Self::OnTheWay => ["{minutes} on the way", "路程{minutes}"],
            Self::ForKeeping => [
                "less {minutes} because the household keeps its helper",
                "因保留现任帮扶人减{minutes}",
            ],
            Self::ForTheLoad => [
                "plus {minutes} because the helper has {households}",
                "因该责任人共帮扶{households}加{minutes}",
            ],
            Self::NobodyNearer => [
                "{helpers} could serve the household; for it alone, nobody would cost less.",
                "可以帮扶该户的共{helpers}；单就该户而言，没有人成本更低。",
            ],
            Self::SomeNearer => [
                "{helpers} could serve the household; for it alone, {nearer} would cost less, but not \
                 for all households together.",
                "可以帮扶该户的共{helpers}；单就该户而言，有{nearer}成本更低，但就全体贫困户而言并非如此。",
            ],
            Self::NobodyElse => {
                ["Nobody else could serve the household.", "没有其他人可以帮扶该户。"]
            }
            Self::Nobody => ["Nobody could serve the household.", "没有人可以帮扶该户。"],
            Self::NextBest => [
                "The next best helper is {helper}: with them, the whole plan would {extra}.",
                "其次是{helper}：若改由其帮扶，整个方案{extra}。",
            ],
            Self::BestForLeftOver => [
                "If it is to have a helper all the same, {helper} is the best: with them, the whole plan \
                 would {extra}.",
                "如果仍要为该户安排帮扶责任人，{helper}最合适：由其帮扶，整个方案{extra}。",
            ],
            Self::Moves => ["For that, {moves}.", "为此，{moves}。"],
            Self::MovesFromTo => {
                ["{household} would go from {from} to {to}", "{household}由{from}改为{to}帮扶"]
            }
            Self::MovesTo => ["{household} would get {to}", "{household}由{to}帮扶"],
            Self::MovesOut => [
                "{household} would lose {from} and be left without a helper",
                "{household}不再由{from}帮扶，暂无帮扶责任人",
            ],
            Self::NoWorse => ["be just as good", "同样好"],
            Self::MoreUncovered => {
                ["leave {households} more without a helper", "多出{households}无人帮扶"]
            }
            Self::MorePinned => [
                "leave {households} without the helper for whom it is reserved",
                "使{households}得不到指定的帮扶责任人",
            ],
            Self::MoreShort => {
                ["fill {places} fewer of those that should be filled", "最低帮扶户数多缺{places}"]
            }
            Self::LessShort => {
                ["fill {places} more of those that should be filled", "最低帮扶户数少缺{places}"]
            }
            Self::MoreUneven => ["share the households less evenly", "使各责任人的户数更不均衡"],
            Self::LessUneven => ["share the households more evenly", "使各责任人的户数更均衡"],
            Self::MoreCost => ["cost {minutes} more", "多计{minutes}"],
            Self::LessCost => ["cost {minutes} less", "少计{minutes}"],
            Self::OutOfScope => {
                ["May not serve where it lives: {helpers}.", "不能到该户所在地帮扶：{helpers}。"]
            }
            Self::Barred => {
                ["Must not serve this household: {helpers}.", "不得帮扶该户（须回避）：{helpers}。"]
            }
            Self::Pinned => [
                "The household is reserved for {helper}, and nobody else was considered.",
                "该户已指定由{helper}帮扶，不考虑其他人。",
            ],
            Self::NoCapacity => {
                ["May not have any household: {helpers}.", "没有帮扶名额：{helpers}。"]
            }
            Self::Short => [
                "{helpers} with {places} in all cannot serve {households}: {short} must be left without \
                 a helper. Nobody else may serve them.",
                "{households}只能由{helpers}帮扶，一共有{places}，还有{short}无法安排。",
            ],
            Self::ShortWithoutHelpers => {
                ["There is nobody who may serve {households}.", "有{households}没有人可以帮扶。"]
            }
            Self::Households => ["Households: {names}.", "贫困户：{names}。"],
            Self::Helpers => ["Helpers: {names}.", "帮扶责任人：{names}。"],
            Self::Remedies => {
                ["Any one of these changes would help:", "采取以下任何一项措施，都能缓解："]
            }
            Self::NoRemedy => ["No single change would help.", "没有哪一项单独的调整能够缓解。"],
            Self::MoreHelpers => [
                "One more helper of class {class}, with enough places, would serve {households} more.",
                "增加一名{class}类帮扶责任人，名额足够时，可多帮扶{households}。",
            ],
            Self::MorePlaces => [
                "If {helper} takes one household more than now allowed, {households} more is served.",
                "将{helper}的户数上限提高一户，可多帮扶{households}。",
            ],
            Self::WiderScope => [
                "If class {class} (with room: {helpers}) may also serve {site}, {households} more can \
                 be served.",
                "允许{class}类责任人（尚有余力：{helpers}）也到{site}帮扶，可多帮扶{households}。",
            ],
            Self::WiderScopeOfAll => [
                "If all of class {class} may also serve {site}, {households} more can be served.",
                "允许{class}类全体责任人也到{site}帮扶，可多帮扶{households}。",
            ],
            Self::SiteOf => ["where {household} lives", "{household}所在地"],
            Self::BarLifted => [
                "If household {household} may have {helper}, who must not serve it now, {households} \
                 more is served.",
                "贫困户{household}若不再回避{helper}，可多帮扶{households}。",
            ],
            Self::PinReleased => [
                "If household {household} is no longer reserved for {helper}, {households} more is \
                 served.",
                "贫困户{household}若不再指定由{helper}帮扶，可多帮扶{households}。",
            ],
            Self::Covered => [
                "Households with a helper: {before}, then {after}.",
                "有人帮扶的户数：原{before}，后{after}。",
            ],
            Self::Uncovered => [
                "Households without a helper: {before}, then {after}.",
                "无人帮扶的户数：原{before}，后{after}。",
            ],
            Self::Kept => [
                "Households that keep their helper: {before}, then {after}.",
                "保留现任帮扶人的户数：原{before}，后{after}。",
            ],
            Self::Minutes => [
                "Minutes on the way: {before}, then {after}.",
                "路程分钟数：原{before}，后{after}。",
            ],
            Self::Keep => [
                "Minutes off for helpers kept: {before}, then {after}.",
                "因保留现任减计的分钟数：原{before}，后{after}。",
            ],
            Self::Balance => [
                "Minutes added for loads: {before}, then {after}.",
                "因户数加计的分钟数：原{before}，后{after}。",
            ],
            Self::CostInAll => {
                ["Cost in all: {before}, then {after}.", "总计：原{before}，后{after}。"]
            }
            Self::GreatestLoad => [
                "Most households of one helper: {before}, then {after}.",
                "一人最多帮扶的户数：原{before}，后{after}。",
            ],
            Self::ShortOfLeast => [
                "Places unfilled that should be filled: {before}, then {after}.",
                "未达最低帮扶户数的缺额：原{before}，后{after}。",
            ],
            Self::Load => [
                "Helpers with {households}: {before}, then {after}.",
                "帮扶{households}的责任人数：原{before}，后{after}。",
            ],
            Self::Changes => [
                "{households} with another helper: {moves}.",
                "{households}更换帮扶责任人：{moves}。",
            ],
            Self::NoChanges => ["No household gets another helper.", "没有贫困户更换帮扶责任人。"],
            Self::FromTo => ["{household} from {from} to {to}", "{household}由{from}改为{to}"],
            Self::To => ["{household} gets {to}", "{household}新由{to}帮扶"],
            Self::Out => ["{household} loses {from}", "{household}不再由{from}帮扶"],
            Self::Comma => [", ", "、"],
            Self::And => [" and ", "和"],
            Self::Semicolon => ["; ", "；"],
            Self::Others => ["{names} and {rest} others", "{names}等{total}个"],
            Self::OneOf => ["one of {names}", "{names}之一"],
            Self::Clause => [", ", "，"],
        }
    }
}
