//! A roster as it would be read first: into structs that own their texts, and nothing checked.

use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Roster {
    pub format: u32,
    pub town: Town,
    pub zones: Vec<Zone>,
    pub villages: Vec<Village>,
    pub groups: Vec<Group>,
    pub households: Vec<Household>,
    pub people: Vec<Person>,
    pub tenures: Vec<Tenure>,
    pub pairings: Vec<Pairing>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Town {
    pub id: String,
    pub name: Option<String>,
    pub population: u32,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Zone {
    pub id: String,
    pub name: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Village {
    pub id: String,
    pub name: Option<String>,
    pub zone: Option<String>,
    pub population: Option<u32>,
    #[serde(default)]
    pub community: bool,
    #[serde(default)]
    pub listed: Vec<Span>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    pub id: String,
    pub name: Option<String>,
    pub village: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Household {
    pub id: String,
    pub group: String,
    pub persons: u32,
    #[serde(default)]
    pub poor: Vec<Span>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    pub id: String,
    pub name: Option<String>,
    pub rank: String,
    pub village: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tenure {
    pub person: String,
    pub post: String,
    pub unit: String,
    pub from: String,
    pub until: Option<String>,
    pub recorded: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pairing {
    pub household: String,
    pub helper: String,
    pub from: String,
    pub until: Option<String>,
    pub recorded: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Span {
    pub from: String,
    pub until: Option<String>,
}
