//! The fields of the roster that a finding may name, for the order of the findings: every record
//! lists those that it has in this order.

use crate::document::Field;

macro_rules! fields {
    ($($name:ident = $place:literal $text:literal;)*) => {
        $(pub(super) const $name: Field = Field::new($place, $text);)*
    };
}

fields! {
    TOWN = 0 "town";
    ZONES = 1 "zones";
    VILLAGES = 2 "villages";
    GROUPS = 3 "groups";
    HOUSEHOLDS = 4 "households";
    PEOPLE = 5 "people";
    TENURES = 6 "tenures";
    PAIRINGS = 7 "pairings";
}

fields! {
    ID = 0 "id";
    ZONE = 1 "zone";
    GROUP = 2 "group";
    VILLAGE = 3 "village";
    PERSONS = 4 "persons";
    POPULATION = 5 "population";
    LISTED = 6 "listed";
    POOR = 7 "poor";
    PERSON = 8 "person";
    POST = 9 "post";
    UNIT = 10 "unit";
    HOUSEHOLD = 11 "household";
    HELPER = 12 "helper";
    FROM = 13 "from";
    UNTIL = 14 "until";
    RECORDED = 15 "recorded";
}
