//! The source files of the library, read as little as the questions need.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// One file under `src/`.
pub struct File {
    /// Its path below `src/`, with `/` between the folders.
    pub path: String,
    /// All of it.
    pub text: String,
    /// What is left without comments, texts and tests.
    pub code: String,
}

pub fn files() -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    collect(&root, "", &mut found);
    assert!(found.len() > 30, "only {} files", found.len());
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

fn collect(folder: &Path, prefix: &str, found: &mut Vec<File>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let path = format!("{prefix}{}", entry.file_name().to_str().unwrap());
        if entry.file_type().unwrap().is_dir() {
            collect(&entry.path(), &format!("{path}/"), found);
        } else if path.strip_suffix(".rs").is_some() {
            let text = fs::read_to_string(entry.path()).unwrap();
            let code = without_comments_and_texts(before_tests(&text));
            found.push(File { path, text, code });
        }
    }
}

fn before_tests(text: &str) -> &str {
    text.split("#[cfg(test)]").next().unwrap_or_default()
}

/// Drops comments and texts, raw ones included.
fn without_comments_and_texts(text: &str) -> String {
    let mut code = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let skipped = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if rest.starts_with("r#\"") {
            rest.find("\"#").map_or(rest.len(), |end| end + 2)
        } else if first == '"' {
            closing_quote(rest)
        } else if rest.starts_with("'\"'") {
            3
        } else {
            code.push(first);
            rest = &rest[first.len_utf8()..];
            continue;
        };
        rest = &rest[skipped..];
    }
    code
}

/// Where a text that begins with a quote ends.
fn closing_quote(text: &str) -> usize {
    let mut is_escaped = false;
    for (at, character) in text.char_indices().skip(1) {
        match character {
            '"' if !is_escaped => return at + 1,
            '\\' => is_escaped = !is_escaped,
            _ => is_escaped = false,
        }
    }
    text.len()
}

fn is_part_of_name(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

fn name_at(code: &str) -> &str {
    code.split(|character| !is_part_of_name(character)).next().unwrap_or_default()
}

/// The names that follow a path in code: one, or those of its braces.
fn names_after(code: &str) -> Vec<String> {
    let Some(braced) = code.strip_prefix('{') else {
        return vec![name_at(code).to_owned()];
    };
    let mut depth = 0_usize;
    let end = braced.find(|character| {
        match character {
            '{' => depth += 1,
            '}' if depth == 0 => return true,
            '}' => depth -= 1,
            _ => {}
        }
        false
    });
    let mut names = Vec::new();
    let mut depth = 0_usize;
    for piece in braced[..end.unwrap()].split(',') {
        if depth == 0 {
            names.push(name_at(piece.trim_start()).to_owned());
        }
        depth += piece.matches('{').count();
        depth -= piece.matches('}').count();
    }
    names.retain(|name| !name.is_empty());
    names
}

/// The names after each occurrence of a path such as `crate::`, at which a name begins.
fn names_of(code: &str, path: &str) -> BTreeSet<String> {
    let starts = code.match_indices(path).filter(|(at, _)| {
        let before = &code[..*at];
        !before.ends_with(is_part_of_name) && !before.ends_with("::")
    });
    starts.flat_map(|(at, _)| names_after(code[at + path.len()..].trim_start())).collect()
}

/// The modules that a file declares.
pub fn modules_of(code: &str) -> Vec<String> {
    let lines = code.lines().map(|line| line.strip_prefix("pub ").unwrap_or(line));
    let named = lines.filter_map(|line| line.strip_prefix("mod ")?.strip_suffix(';'));
    named.map(str::to_owned).collect()
}

/// The names that a file exports from its modules, each with the module.
pub fn exports_of(code: &str) -> BTreeMap<String, String> {
    let mut exports = BTreeMap::new();
    for item in code.split(';').map(str::trim_start) {
        let Some(at) = item.find("use ") else { continue };
        let path = item[at + 4..].trim();
        let Some((module, names)) = path.split_once("::") else { continue };
        for name in names_after(names) {
            exports.insert(name, module.to_owned());
        }
    }
    exports
}

impl File {
    /// Whether it is `lib.rs`.
    pub fn is_root(&self) -> bool {
        self.path == "lib.rs"
    }

    /// The module at the root of the crate to which it belongs.
    pub fn module(&self) -> &str {
        name_at(&self.path)
    }

    /// The modules of the root that it names, by `crate::` or by climbing up to the root.
    pub fn imports(&self) -> BTreeSet<String> {
        let depth = self.path.trim_end_matches("/mod.rs").split('/').count();
        let climb = "super::".repeat(depth);
        names_of(&self.code, "crate::")
            .into_iter()
            .chain(names_of(&self.code, "$crate::"))
            .chain(names_of(&self.code, "bangfu::"))
            .chain(names_of(&self.code, &climb))
            .collect()
    }

    /// What it names of the module right above.
    pub fn siblings(&self) -> BTreeSet<String> {
        let above = format!("crate::{}::", self.module());
        let mut names = names_of(&self.code, "super::");
        names.extend(names_of(&self.code, &above));
        names
    }

    pub fn lines_before_tests(&self) -> usize {
        before_tests(&self.text).lines().count()
    }
}

#[test]
fn only_code_counts() {
    let text = r#"//! crate::a
use crate::b::C; // crate::d
/// [`crate::e`]
let x = "crate::f \" crate::g";
fn h() -> crate::i::J { '"' }
use crate::{k::{L, M}, n};
let y = xcrate::o;
use super::super::p::Q;
#[cfg(test)]
mod tests { use crate::r; }"#;
    let file = File {
        path: "s/t.rs".to_owned(),
        text: text.to_owned(),
        code: without_comments_and_texts(before_tests(text)),
    };
    let found: Vec<String> = file.imports().into_iter().collect();
    assert_eq!(found, ["b", "i", "k", "n", "p"]);
    assert_eq!(file.lines_before_tests(), 8);
    assert_eq!(file.module(), "s");
}

#[test]
fn exports_are_found_with_their_module() {
    let code = "mod flow;\npub mod plan;\nuse crate::quantity::Id;\npub use plan::Plan;\n\
        pub(crate) use flow::{Edge, Node};\nfn solve() { network::solve(problem) }";
    assert_eq!(modules_of(code), ["flow", "plan"]);
    let exports = exports_of(code);
    assert_eq!(exports["Plan"], "plan");
    assert_eq!((exports["Edge"].as_str(), exports["Node"].as_str()), ("flow", "flow"));
    assert_eq!(exports.get("solve"), None);
}
