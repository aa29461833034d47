//! A charter of the caller's own: the option `--charter` of every demo that has rules.

use bangfu::charter::Charter;
use serde_json::{Value, json};

use crate::audit;
use crate::usage::assert_usage;
use crate::{MAOXI, OF_ROSTERS, Run, command, feed, run, run_on};

pub const DECIDED: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data/charter-decided.json");

/// Maoxi's own, as a caller would write it.
pub fn own() -> String {
    serde_json::to_string(&Charter::maoxi()).expect("a document")
}

/// Every demo with arguments for the roster of Maoxi, and the one that has rules and reads a sheet.
fn demos() -> impl Iterator<Item = (&'static str, Vec<&'static str>)> {
    let of_rosters = OF_ROSTERS.into_iter().map(|(name, arguments)| {
        let arguments = arguments.iter().map(|one| if *one == "h1" { "h0001" } else { one });
        (name, std::iter::once(MAOXI).chain(arguments).collect())
    });
    of_rosters.chain([("audit", vec![audit::FILE])])
}

/// Runs a demo with a charter on standard input.
pub fn run_under(charter: &[u8], name: &str, arguments: &[&str]) -> Run {
    let mut command = command(name, &[arguments, &["--charter", "-"]].concat());
    let mut child = command.stdin(std::process::Stdio::piped()).spawn().expect("the demo starts");
    feed(&mut child, charter);
    child.wait_with_output().expect("the demo ends").into()
}

/// A payroll of September 2018 under a charter.
fn september(charter: &Value) -> Run {
    run_under(charter.to_string().as_bytes(), "payroll", &[MAOXI, "2018-09"])
}

/// Maoxi's own as a value, with something else at a place.
pub fn with(pointer: &str, value: Value) -> Value {
    let mut charter: Value = serde_json::to_value(Charter::maoxi()).expect("a document");
    *charter.pointer_mut(pointer).expect(pointer) = value;
    charter
}

#[track_caller]
pub fn assert_refused(run: &Run, reason: &str) {
    assert_eq!((run.code, run.out.len()), (Some(1), 0), "{}", run.err);
    assert!(run.err.contains(reason) && run.err.len() < 2_000, "{}", run.err);
    assert!(run.err.lines().all(|line| line.starts_with("--charter: ")), "{}", run.err);
}

#[test]
fn charter_of_maoxi_is_what_goes_without() {
    for (name, arguments) in demos() {
        let (without, with) =
            (run(name, &arguments), run_under(own().as_bytes(), name, &arguments));
        assert_eq!((with.code, with.err.as_str()), (Some(0), ""), "{name}");
        assert!(without.out == with.out, "{name}");
    }
}

#[test]
fn option_stands_anywhere() {
    for (name, arguments) in demos() {
        let last = run(name, &[&*arguments, &["--charter", DECIDED]].concat());
        assert_eq!(last.code, Some(0), "{name}: {}", last.err);
        for at in 0..arguments.len() {
            let (before, after) = arguments.split_at(at);
            let run = run(name, &[before, &["--charter", DECIDED], after].concat());
            assert!(run.code == Some(0) && run.out == last.out, "{name} {at}: {}", run.err);
        }
    }
}

#[test]
fn option_needs_one_file_once() {
    for (name, arguments) in demos() {
        let usage = format!("usage: {name} ");
        for options in [
            &["--charter"][..],
            &["--charter", DECIDED, "--charter", DECIDED],
            &["--charter", DECIDED, "--charter"],
            &["--charter", "--charter", DECIDED],
        ] {
            assert_usage(name, &[&*arguments, options].concat(), &usage);
            assert_usage(name, &[options, &*arguments].concat(), "");
        }
        assert_usage(name, &[&*arguments, &["--chart", DECIDED]].concat(), "");
        assert_usage(name, &[&*arguments, &["--charter-now", DECIDED]].concat(), "");
        for path in ["/no/such/file.json", env!("CARGO_MANIFEST_DIR"), ""] {
            assert_usage(name, &[&*arguments, &["--charter", path]].concat(), "");
            // Judged before the roster is.
            let run = run_on(name, b"no roster", &[&arguments[1..], &["--charter", path]].concat());
            assert_eq!(run.code, Some(2), "{name}");
        }
    }
    assert_usage("assign", &["--charter", DECIDED, MAOXI], "usage: assign PROBLEM");
}

#[test]
fn standard_input_is_one_document() {
    for (name, arguments) in demos() {
        let twice = [&["-"], &arguments[1..], &["--charter", "-"]].concat();
        assert_usage(name, &twice, "`-` may stand for one document only");
    }
    // A household may be called so.
    assert_eq!(run_on("chain", b"{}", &["-", "2018-10-08"]).code, Some(1));
}

#[test]
fn decisions_are_followed() {
    let run = run("payroll", &[MAOXI, "2018-09", "2018-12", "--charter", DECIDED]);
    let payroll = run.json();
    let totals: Vec<&str> = payroll["months"]
        .as_array()
        .unwrap()
        .iter()
        .map(|month| month["total"].as_str().unwrap())
        .collect();
    assert_eq!(totals, ["96200.00", "137154.84", "137460.00", "144150.00"]);
    assert_eq!(payroll["total"], "514964.84");
    // What was decided is no assumption any more.
    assert_eq!(payroll["assumptions"], json!(["A2", "A3", "A4", "A5"]));
    let lines = payroll["months"][3]["lines"].as_array().unwrap();
    let amended = lines.iter().filter(|line| line["source"] == "2018-23");
    assert!(amended.clone().all(|line| line["monthly"] == "450.00"));
    assert_eq!(amended.count(), 125);

    let run = crate::run("payroll", &[MAOXI, "2018-08", "--charter", DECIDED]);
    assert_eq!((run.code, run.out.len()), (Some(1), 0));
    assert!(run.err.contains("not_yet_effective") && run.err.contains("`2018-09`"), "{}", run.err);
}

/// The organisation and the targets are the charter's too.
#[test]
fn every_table_of_the_charter_counts() {
    let run_of = |pointer: &str, value: Value, name: &str, arguments: &[&str]| {
        let charter = with(pointer, value).to_string();
        run_under(charter.as_bytes(), name, &[&[MAOXI], arguments].concat())
    };
    let check = run_of("/organisation/zone_size/value", json!(4), "check", &[]);
    assert_eq!(check.code, Some(1));
    assert_eq!(check.json()["findings"].as_array().unwrap().len(), 5);
    let chain = run_of("/organisation/chain", json!([]), "chain", &["h0001", "2018-10-08"]);
    assert_eq!(chain.json()["chain"].as_array().unwrap().len(), 1);
    let span = ["2018-09-10", "2019-01-01"];
    let coverage = run_of("/organisation/chain", json!([]), "coverage", &span);
    assert_eq!(coverage.json()["posts"], json!([]));
    let progress = run_of("/poverty/targets", json!([]), "progress", &["2018-12-31"]);
    // F10 and the others are worded, and no value rests on them: no fault.
    assert_eq!(progress.json()["targets"], json!([]));
}

#[test]
fn policies_may_refuse_a_month() {
    for (pointer, value, reason) in [
        ("/stipend/concurrent_posts/value", json!("refuse"), "a decision is asked for"),
        ("/stipend/start/value", json!("2018-10"), "not_yet_effective"),
    ] {
        let run = september(&with(pointer, value));
        assert_eq!((run.code, run.out.len()), (Some(1), 0), "{}", run.err);
        assert!(run.err.contains(reason), "{}", run.err);
    }
}

#[test]
fn charters_that_are_none_are_refused() {
    let own = own();
    let mut documents: Vec<Vec<u8>> =
        ["", " \n", "null", "[]", "{}", "hello", "\0"].map(Into::into).to_vec();
    documents.push(b"\xFF\xFE\x00\x01".to_vec());
    documents.push("[".repeat(10_000).into_bytes());
    documents.push("{\"stipend\":".repeat(10_000).into_bytes());
    documents.push([own.as_bytes(), own.as_bytes()].concat());
    documents.push([b"\xEF\xBB\xBF", own.as_bytes()].concat());
    documents.push(std::fs::read(MAOXI).unwrap());
    documents.extend((1..own.len()).step_by(443).map(|end| own.as_bytes()[..end].to_vec()));
    documents.push(own.as_bytes()[..own.len() - 1].to_vec());
    for (document, (name, arguments)) in
        documents.iter().zip(demos().collect::<Vec<_>>().iter().cycle())
    {
        let run = run_under(document, name, arguments);
        assert_refused(&run, "--charter: at `");
        assert!(run.err.contains("line ") && run.err.contains("column "), "{}", run.err);
    }
}

#[test]
fn values_of_other_types_are_refused_at_their_place() {
    for (pointer, path) in [
        ("/stipend/start/value", "stipend.start.value"),
        ("/stipend/posts/0/post", "stipend.posts[0].post"),
        ("/stipend/posts/0/rates/0/monthly", "stipend.posts[0].rates[0].monthly"),
        ("/stipend/posts/0/rates/0/from", "stipend.posts[0].rates[0].from"),
        ("/stipend/posts/0/rates/0/basis", "stipend.posts[0].rates[0].basis"),
        ("/stipend/part_month/value", "stipend.part_month.value"),
        ("/organisation/posts", "organisation.posts"),
        ("/pairing/caps/value/city", "pairing.caps.value.city"),
        ("/subsidy/method/value", "subsidy.method.value"),
        ("/poverty/targets/0/year", "poverty.targets[0].year"),
        ("/poverty/household_standard/items", "poverty.household_standard.items"),
        (
            "/poverty/household_standard/items/0/test/amount/lines/0/value",
            "poverty.household_standard.items[0].test.amount.lines[0].value",
        ),
        ("/poverty/village_standard/evidence/value", "poverty.village_standard.evidence.value"),
        ("/poverty/exit/notice_days/value", "poverty.exit.notice_days.value"),
        ("/wording/0/text", "wording[0].text"),
    ] {
        for other in [json!(1.5), json!([[[]]]), json!({"a": 1}), json!(true), Value::Null] {
            assert_refused(&september(&with(pointer, other)), &format!("at `{path}"));
        }
    }
    let unknown = json!({"post": "mayor", "rates": []});
    assert_refused(&september(&with("/stipend/posts/0", unknown)), "`mayor`");
    let own = own();
    for (field, twice) in
        [("\"stipend\":", "\"stipend\":1,\"stipend\":"), ("\"basis\":", "\"more\":1,\"basis\":")]
    {
        let document = own.replacen(field, twice, 1);
        assert_refused(&run_under(document.as_bytes(), "payroll", &[MAOXI, "2018-09"]), "at `");
    }
}

#[test]
fn amounts_of_every_size_are_survived() {
    let place = "/stipend/posts/0/rates/0/monthly";
    for (amount, is_refused) in [
        ("0.00", false),
        ("10000000.00", false),
        ("10000000.01", true),
        ("-0.01", true),
        ("92233720368547758.07", true),
        ("92233720368547758.08", true),
        ("1e9", true),
        ("1200", true),
        ("", true),
    ] {
        let run = september(&with(place, json!(amount)));
        if is_refused {
            assert_refused(&run, "stipend");
        } else {
            assert_eq!(run.code, Some(0), "{amount}: {}", run.err);
        }
    }
    // Ten million a month for everyone still adds up.
    let mut charter: Value = serde_json::to_value(Charter::maoxi()).unwrap();
    for post in charter["stipend"]["posts"].as_array_mut().unwrap() {
        post["rates"][0]["monthly"] = json!("10000000.00");
    }
    let run = run_under(charter.to_string().as_bytes(), "payroll", &[MAOXI, "2199-01", "2199-12"]);
    // 230 posts, of which one person holds two; and five who travel.
    assert_eq!(run.json()["total"], "27480018000.00");
}

#[test]
fn faults_of_a_charter_are_a_line_each() {
    let mut charter: Value = serde_json::to_value(Charter::maoxi()).unwrap();
    charter["pairing"]["keep"]["value"] = json!(10_001);
    charter["pairing"]["ranks"]["value"] = json!(["town", "town"]);
    charter["poverty"]["targets"][1] = charter["poverty"]["targets"][0].clone();
    charter["wording"][1]["basis"] = json!({"clause": "F99"});
    let run = september(&charter);
    assert_refused(&run, "the rank `town` stands twice among those that may help");
    let faults: Vec<&str> = run.err.lines().collect();
    assert_eq!(
        faults,
        [
            "--charter: the rank `town` stands twice among those that may help",
            "--charter: `keep` is 10001 minutes, not 0 to 10000",
            "--charter: 2018 has two targets of `exited_households`",
            "--charter: `F21` has 0 wordings, not one",
        ]
    );
    // Of a table by itself, all that is wrong is one reading error.
    let table =
        json!([{"post": "village_secretary", "rates": []}, {"post": "group_cadre", "rates": []}]);
    let run = september(&with("/stipend/posts", table));
    assert_refused(&run, "the stipend of `village_secretary` has no rate");
    assert_refused(&run, "the stipend of `group_cadre` has no rate");
}
