//! What goes to which stream, and with which exit code.

use std::process::Stdio;

use serde_json::json;

use crate::{ANSWERS, MAOXI, OF_OTHERS, OF_ROSTERS, PROBLEM, ROSTER, command, feed, run, run_on};

#[test]
fn results_go_to_standard_output_alone() {
    for (name, arguments) in OF_ROSTERS {
        let run = run_on(name, ROSTER.as_bytes(), arguments);
        assert_eq!((run.code, run.err.as_str()), (Some(0), ""), "{name}");
        assert!(run.json().is_object() && run.out.ends_with(b"\n"), "{name}");
    }
    for (name, document) in OF_OTHERS {
        let run = run_on(name, document.as_bytes(), &[]);
        assert_eq!((run.code, run.err.as_str()), (Some(0), ""), "{name}");
        assert!(run.json().is_object() && run.out.ends_with(b"\n"), "{name}");
    }
    assert_eq!(run_on("assign", PROBLEM.as_bytes(), &[]).json()["cost"], 2);
    let run = run_on("appraise", ANSWERS.as_bytes(), &[]);
    assert_eq!(run.json()["decision"], "undetermined");
}

#[test]
fn check_prints_findings_and_the_others_print_nothing() {
    let faulty = ROSTER.replace("\"persons\": 4", "\"persons\": 51");
    for (name, arguments) in OF_ROSTERS {
        let run = run_on(name, faulty.as_bytes(), arguments);
        assert_eq!(run.code, Some(1), "{name}");
        assert!(!run.err.is_empty(), "{name} says why");
        if name == "check" {
            let finding = &run.json()["findings"][0];
            assert_eq!(finding["code"], "out_of_range");
            assert_eq!(finding["path"], "households[0].persons");
            assert_eq!((&finding["severity"], &finding["related"]), (&json!("error"), &json!([])));
            assert!(finding["message"].is_string());
            assert_eq!(run.json()["findings"].as_array().unwrap().len(), 1);
        } else {
            assert!(run.out.is_empty(), "{name}");
            assert!(run.err.contains("households[0].persons"), "{name}: {}", run.err);
        }
    }
}

#[test]
fn reading_errors_name_path_line_and_column_on_standard_error() {
    let bad = ROSTER.replace("\"persons\": 4", "\"persons\": 4.5");
    for (name, arguments) in OF_ROSTERS {
        let run = run_on(name, bad.as_bytes(), arguments);
        assert_eq!((run.code, run.out.len()), (Some(1), 0), "{name}");
        let place = "`households[0].persons`, line 8, column 59";
        assert!(run.err.contains(place), "{name}: {}", run.err);
    }
    let bad = PROBLEM.replace("\"g1\": 35", "\"g0\": 35");
    let run = run_on("assign", bad.as_bytes(), &[]);
    assert_eq!((run.code, run.out.len()), (Some(1), 0));
    assert!(run.err.contains("line 2") && run.err.contains("g0"), "{}", run.err);
    let run = run_on("appraise", ANSWERS.replace("true", "1").as_bytes(), &[]);
    assert_eq!((run.code, run.out.len()), (Some(1), 0));
    assert!(run.err.contains("`answers[1].holds`, line 4, column 32"), "{}", run.err);
}

#[test]
fn findings_of_a_problem_are_refusals() {
    for (old, new, path) in [
        ("\"class\": \"c0\"", "\"class\": \"c9\"", "helpers[0].class"),
        ("\"capacity\": 5", "\"capacity\": 1001", "helpers[0].capacity"),
        ("\"keep\": 10", "\"keep\": -1", "keep"),
        ("\"g0\": 12", "\"g0\": 10001", "classes[0].minutes.g0"),
    ] {
        let run = run_on("assign", PROBLEM.replace(old, new).as_bytes(), &[]);
        assert_eq!((run.code, run.out.len()), (Some(1), 0), "{new}");
        assert!(run.err.contains(path), "{}", run.err);
    }
}

#[test]
fn ids_that_are_not_in_the_document_are_refused() {
    let long = "h".repeat(100_000);
    for id in ["h9", "", "t", "v1", "H1", "h1 ", "-", long.as_str()] {
        let run = run_on("chain", ROSTER.as_bytes(), &[id, "2018-10-08"]);
        assert_eq!((run.code, run.out.len()), (Some(1), 0), "{id:.9}");
    }
}

#[test]
fn months_before_the_schedule_are_refused() {
    let run = run("payroll", &[MAOXI, "2018-08", "2018-12"]);
    assert_eq!((run.code, run.out.len()), (Some(1), 0));
    assert!(run.err.contains("not_yet_effective") && run.err.contains("2018-09"), "{}", run.err);
}

#[test]
fn standard_input_is_a_document_like_any_other() {
    let document = std::fs::read(MAOXI).unwrap();
    for (name, arguments) in OF_ROSTERS {
        let arguments: Vec<&str> = arguments
            .iter()
            .map(|argument| if *argument == "h1" { "h0001" } else { argument })
            .collect();
        let file = run(name, &[&[MAOXI], arguments.as_slice()].concat());
        let input = run_on(name, &document, &arguments);
        assert_eq!(file.code, Some(0), "{name}: {}", file.err);
        assert!(file.out == input.out, "{name}");
    }
}

/// The output is longer than a pipe holds, so that the demo notices.
#[test]
fn standard_output_may_be_closed_early() {
    let document = std::fs::read(MAOXI).unwrap();
    let mut command = command("payroll", &["-", "2018-09", "2019-12"]);
    let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    feed(&mut child, &document);
    let run = crate::Run::from(child.wait_with_output().unwrap());
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
}

#[test]
fn both_outputs_may_be_closed_early() {
    for (document, code) in [("{}", 1), (ROSTER, 0)] {
        for (name, arguments) in OF_ROSTERS {
            let mut command = command(name, &[&["-"], arguments].concat());
            let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
            drop((child.stdout.take(), child.stderr.take()));
            feed(&mut child, document.as_bytes());
            assert_eq!(child.wait().unwrap().code(), Some(code), "{name}");
        }
    }
}
