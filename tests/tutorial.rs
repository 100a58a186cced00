//! The tutorial is true: its files are written and its commands run in their order,
//! and every line of an answer that it shows is in the answers since the last one.
//! And the second economy, which it points to, works.

mod common;

use std::{fs, path::Path};

use common::{FORMATS, folder, list, one_line, read, said, text, yalu};

/// A block of the page: its kind, its text, and the line above it.
struct Block {
    kind: String,
    text: String,
    above: String,
}

fn blocks(page: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut above = String::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        if let Some(kind) = line.strip_prefix("```") {
            let text: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
            blocks.push(Block { kind: kind.to_owned(), text: text.join("\n") + "\n", above: above.clone() });
            above.clear();
        } else if !line.trim().is_empty() {
            line.clone_into(&mut above);
        }
    }
    blocks
}

/// Puts a file where the line above says: `Write` or `Append to`, and the path in backticks.
fn put(here: &Path, block: &Block) {
    let path = block.above.split('`').nth(1).unwrap_or_else(|| panic!("no path in: {}", block.above));
    let path = here.join(path);
    fs::create_dir_all(path.parent().expect("a folder")).expect("its folder");
    let before =
        if block.above.starts_with("Append to ") { fs::read_to_string(&path).expect("a file") } else { String::new() };
    assert!(!before.is_empty() || block.above.starts_with("Write "), "{}", block.above);
    fs::write(path, before + &block.text).expect("the file");
}

#[test]
fn the_tutorial_builds_a_third_desk() {
    let here = folder();
    let (mut answers, mut commands, mut shown) = (String::new(), 0, 0);
    for block in blocks(&read("docs/tutorial.md")) {
        match block.kind.as_str() {
            "sh" => {
                answers.clear();
                for line in block.text.lines() {
                    let arguments =
                        line.strip_prefix("yalu ").unwrap_or_else(|| panic!("not a command of ours: {line}"));
                    let said = said(yalu(here.path()).args(arguments.split_whitespace()));
                    let found_wanting = arguments.starts_with("audit");
                    assert_eq!(said.code, i32::from(found_wanting), "{line}\n{}{}", said.out, said.err);
                    answers.push_str(&said.out);
                    commands += 1;
                }
            }
            "text" => {
                let answer = one_line(&answers);
                for line in block.text.lines() {
                    assert!(answer.contains(&one_line(line)), "`{line}` is not in\n{answers}");
                    shown += 1;
                }
            }
            _ => put(here.path(), &block),
        }
    }
    assert!(commands > 8 && shown > 8, "{commands} commands, {shown} lines");
    let check = said(yalu(here.path()).args(["check", "turkmenistan", "--json"])).json();
    assert_eq!(list(&check, "findings").len(), 0, "{check:#}");
}

#[test]
fn a_new_desk_is_sound_and_nothing_is_overwritten() {
    let here = folder();
    let new = "new desks/eritrea --economy ERI=Eritrea --reporter CHN=China,IND=India --as-of 2025-02-28";
    let made = said(yalu(here.path()).args(new.split_whitespace()).arg("--json"));
    assert_eq!((made.code, text(&made.json(), "desk")), (0, "eritrea"), "{}", made.err);
    let check = said(yalu(here.path()).args(["check", "eritrea", "--json"]));
    assert_eq!((check.code, list(&check.json(), "findings").len()), (0, 0), "{}", check.out);
    for (line, words) in [
        (new, "desks/eritrea is there already"),
        ("new x --economy ERI=Eritrea --reporter CHN=China", "a desk needs a day of knowledge"),
        ("new x --economy Eritrea --reporter CHN --as-of 2025-02-28", "`Eritrea` is not an ISO code"),
        ("new x --economy ERI=Eritrea --reporter ERI --as-of 2025-02-28", "ERI is named twice"),
        ("new x --economy ERI=\"quoted\" --reporter CHN --as-of 2025-02-28", "a name is a few plain words"),
        ("new .. --economy ERI=Eritrea --reporter CHN --as-of 2025-02-28", "is there already"),
    ] {
        let said = said(yalu(here.path()).args(line.split_whitespace()));
        assert!(said.code == 2 && said.err.contains(words), "yalu {line}: {}{}", said.out, said.err);
    }
    assert!(!here.path().join("x").exists());
}

/// A second economy, and no line of Rust.
#[test]
fn the_second_economy_works() {
    let here = folder();
    let check = said(yalu(here.path()).args(["check", "russia", "--json"]));
    assert_eq!((check.code, list(&check.json(), "findings").len()), (0, 0), "{}", check.out);
    let brief = said(yalu(here.path()).args(["brief", "--desk", "russia", "--out", "out"]));
    assert_eq!(brief.code, 0, "{}", brief.err);
    for format in FORMATS {
        assert!(here.path().join(format!("out/brief-russia-2024.en.{format}")).is_file(), "{format}");
    }
    let page = fs::read_to_string(here.path().join("out/brief-russia-2024.en.md")).expect("a page");
    // By hand: 244.81 of 190.271 is 128.7 %; 115.49 of 76.12 is 151.7 %; 129.32 − 115.49 = 13.83.
    for words in [
        "+2.0% on 2023",
        "128.7% of 2022",
        "151.7% of 2022",
        "$13,830.0 million",
        "not on file: no print of imports in 2024",
    ] {
        assert!(page.contains(words), "{words}\n{}", page.lines().take(40).collect::<Vec<_>>().join("\n"));
    }
    let audit = said(yalu(here.path()).args(["audit", "out/brief-russia-2024.en.md", "--desk", "russia", "--json"]));
    assert_eq!(audit.code, 0, "its brief passes its own audit: {}", audit.out);
    let screen = "screen --desk russia --flow export --commodity 2701,10 --on 2022-12-31 --json";
    let rows = said(yalu(here.path()).args(screen.split_whitespace())).json();
    let standing: Vec<&str> = list(&rows, "rows").iter().map(|row| text(row, "status")).collect();
    assert_eq!(standing, ["prohibited", "clear"]);
    let basket = read("desks/russia/baskets/high-priority.toml");
    assert_eq!(basket.matches("[[item]]").count(), 50, "the list has fifty codes");
}
