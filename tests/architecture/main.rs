//! The house rules that a compiler does not check: who may import whom, and how long a file is.

mod source;

use std::collections::{BTreeMap, BTreeSet};

use source::{File, files};

const WORDS: &[&str] = &["quantity", "calendar", "basis"];
/// What a rule may read.
const OF_A_RULE: &[&str] = &["quantity", "calendar", "basis", "township", "document"];
const ALL_BUT_ROSTER: &[&str] = &[
    "quantity", "calendar", "basis", "township", "document", "assign", "coverage", "stipend",
    "poverty",
];
const ANY: &[&str] = &[
    "quantity", "calendar", "basis", "township", "document", "roster", "assign", "coverage",
    "stipend", "poverty", "charter",
];

/// Each module at the root of the crate, and the others that it may import.
const ALLOWED: &[(&str, &[&str])] = &[
    ("quantity", WORDS),
    ("calendar", WORDS),
    ("basis", WORDS),
    ("township", WORDS),
    ("document", &["quantity", "calendar", "basis", "township"]),
    ("roster", OF_A_RULE),
    ("assign", OF_A_RULE),
    ("coverage", OF_A_RULE),
    ("stipend", OF_A_RULE),
    ("poverty", OF_A_RULE),
    ("charter", ALL_BUT_ROSTER),
    ("testing", ANY),
];

/// What the certificate may read of its own folder: the problem and the plan, no solver.
const OF_THE_CERTIFICATE: &[&str] = &["problem", "plan"];

const MOST_LINES: usize = 450;

/// The modules of which each module at the root imports something, itself left out.
fn imports() -> BTreeMap<String, BTreeSet<String>> {
    let mut imports: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for file in files().iter().filter(|file| !file.is_root()) {
        let own = imports.entry(file.module().to_owned()).or_default();
        let others = file.imports().into_iter().filter(|name| name != file.module());
        own.extend(others);
    }
    imports
}

fn file_at(path: &str) -> File {
    files().into_iter().find(|file| file.path == path).unwrap()
}

#[test]
fn every_module_stands_in_the_table() {
    let listed: BTreeSet<String> = ALLOWED.iter().map(|(module, _)| (*module).to_owned()).collect();
    assert_eq!(imports().into_keys().collect::<BTreeSet<_>>(), listed);
    let declared = source::modules_of(&file_at("lib.rs").code);
    assert_eq!(declared.into_iter().collect::<BTreeSet<_>>(), listed);
}

#[test]
fn no_module_imports_what_it_may_not_know() {
    for (module, found) in imports() {
        let row = ALLOWED.iter().find(|(name, _)| *name == module);
        let (_, allowed) = row.unwrap_or_else(|| panic!("`{module}` is missing from the table"));
        let stray: Vec<&String> =
            found.iter().filter(|name| !allowed.contains(&name.as_str())).collect();
        assert!(stray.is_empty(), "`{module}` imports {stray:?}");
    }
}

/// Were nothing found, nothing would be forbidden.
#[test]
fn the_imports_are_found() {
    let imports = imports();
    let has = |module: &str, other: &str| imports[module].contains(other);
    assert!(has("calendar", "quantity") && has("township", "basis") && has("roster", "document"));
    assert!(has("charter", "stipend") && has("testing", "charter") && has("poverty", "township"));
}

#[test]
fn the_certificate_knows_no_solver() {
    let certificate = file_at("assign/certificate.rs");
    let folder = file_at("assign.rs");
    let modules = source::modules_of(&folder.code);
    assert!(modules.len() > OF_THE_CERTIFICATE.len());
    let exported = source::exports_of(&folder.code);
    for name in certificate.siblings() {
        let home = if modules.contains(&name) { Some(&name) } else { exported.get(&name) };
        let is_allowed = home.is_some_and(|home| OF_THE_CERTIFICATE.contains(&home.as_str()));
        assert!(is_allowed, "the certificate imports `{name}`, of {home:?}");
    }
    assert!(certificate.siblings().contains("Plan"));
    // Nor do the problem and the plan lead it there.
    for file in OF_THE_CERTIFICATE.iter().map(|module| file_at(&format!("assign/{module}.rs"))) {
        for name in file.siblings() {
            let home = if modules.contains(&name) { Some(&name) } else { exported.get(&name) };
            let is_allowed = home.is_some_and(|home| OF_THE_CERTIFICATE.contains(&home.as_str()));
            assert!(is_allowed, "`{}` imports `{name}`, of {home:?}", file.path);
        }
    }
    // A method that the solver adds to their types needs no import.
    for solver in modules.iter().filter(|module| !OF_THE_CERTIFICATE.contains(&module.as_str())) {
        let code = file_at(&format!("assign/{solver}.rs")).code;
        for line in code.lines().filter(|line| line.starts_with("impl")) {
            let target = line.rsplit(" for ").next().unwrap_or_default();
            let target = target.trim_start_matches("impl").trim_start();
            let is_theirs =
                ["Problem", "Plan", "Helper", "Household", "Shortage"].iter().any(|name| {
                    target
                        .strip_prefix(name)
                        .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
                });
            assert!(!is_theirs, "assign/{solver}.rs: {line}");
        }
    }
}

#[test]
fn no_file_is_too_long() {
    let files = files();
    let lengths = files.iter().map(|file| (file.path.as_str(), file.lines_before_tests()));
    let too_long: Vec<(&str, usize)> = lengths.filter(|(_, lines)| *lines > MOST_LINES).collect();
    assert_eq!(too_long, [], "more than {MOST_LINES} lines before the tests");
}

#[test]
fn nothing_is_left_to_be_done() {
    for file in files() {
        for mark in ["TODO", "FIXME", "XXX", "todo!", "unimplemented!"] {
            assert!(!file.text.contains(mark), "src/{} says {mark}", file.path);
        }
    }
}

#[test]
fn the_root_holds_no_logic() {
    let root = file_at("lib.rs").code;
    for item in ["fn ", "struct ", "enum ", "impl ", "trait ", "static "] {
        assert!(!root.contains(item), "src/lib.rs holds `{item}`");
    }
}
