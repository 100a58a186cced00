//! Every page in a browser: it asks nobody for anything, every link on it leads
//! somewhere, and it does not scroll sideways, be it wide or as narrow as a
//! telephone.

mod common;

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::OnceLock,
};

use common::{folder, said, skip, tool, within, yalu};

const HOW: &str = "install `chromium` (Debian, Ubuntu and Fedora have it) or Google Chrome";

/// Every page that Yalu writes, by name, each written once: a brief, what is expected, what was solved, a report with
/// its figures marked.
fn pages() -> &'static [(&'static str, String)] {
    static PAGES: OnceLock<Vec<(&str, String)>> = OnceLock::new();
    PAGES.get_or_init(|| {
        let folder_of_report = folder();
        let report = folder_of_report.path().join("report.txt");
        let said_in_it = "North Korea's imports from China were $2,003.5 million in 2023, up 124.1 percent.\n\
                          Exports to China rose to $291.9 million in 2023.\n";
        fs::write(&report, said_in_it).expect("a report");
        let report = report.display().to_string();
        let asked: [(&str, &[&str], i32); 4] = [
            ("brief-dprk-2023.en.html", &["brief", "--format", "html", "--out", "."], 0),
            ("next.html", &["forecast", "--as-of", "2024-01-18", "--html", "next.html"], 0),
            ("solved.html", &["reconcile", "--html", "solved.html"], 0),
            ("marked.html", &["audit", &report, "--html", "marked.html"], 0),
        ];
        let written = asked.map(|(name, words, code)| {
            let here = folder();
            let said = said(yalu(here.path()).args(words));
            assert_eq!(said.code, code, "{name}: {}{}", said.out, said.err);
            (name, fs::read_to_string(here.path().join(name)).expect("the page"))
        });
        written.to_vec()
    })
}

/// The values of an attribute, wherever it stands.
fn values<'p>(page: &'p str, attribute: &str) -> Vec<&'p str> {
    page.split(&format!(" {attribute}=\"")).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn a_page_may_fetch_and_run_nothing() {
    for (name, page) in pages() {
        assert!(page.contains("http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';"), "{name}");
        for tag in ["<script", "<iframe", "<object", "<embed", "<form", "<img", "<base", "@import", "url("] {
            assert!(!page.contains(tag), "{name} has {tag}");
        }
        assert_eq!(values(page, "src").len() + values(page, "srcset").len(), 0, "{name}");
        for link in page.split("<link ").skip(1) {
            assert!(link.contains("href=\"data:,\""), "{name}: a link that is no empty icon");
        }
        let leads = |to: &&str| ["#", "data:,", "http://", "https://"].iter().any(|begins| to.starts_with(begins));
        assert!(values(page, "href").iter().all(leads), "{name}");
    }
}

#[test]
fn every_link_on_a_page_leads_somewhere() {
    for (name, page) in pages() {
        let names = values(page, "id");
        let targets: BTreeSet<&str> = names.iter().copied().collect();
        assert_eq!(names.len(), targets.len(), "{name}: a name stands once on a page");
        let inside: Vec<&str> = values(page, "href").into_iter().filter_map(|to| to.strip_prefix('#')).collect();
        assert!(inside.len() > 60 || !name.starts_with("brief"), "{} links", inside.len());
        for link in inside {
            assert!(targets.contains(link), "{name}: #{link} leads nowhere");
        }
    }
}

/// A browser that can read the files of a test: some are shut in and see no folder of ours.
fn browser(test: &str) -> Option<PathBuf> {
    let program = tool(test, &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"], HOW)?;
    let here = folder();
    fs::write(here.path().join("probe.html"), "<p>it reads</p>").expect("a page");
    let seen = open(&program, here.path(), "probe.html", (500, 500), &["--dump-dom".to_owned()]);
    if !String::from_utf8_lossy(&seen).contains("it reads") {
        skip(test, &format!("{} cannot read the test's folder; {HOW}, not as a snap", program.display()));
        return None;
    }
    Some(program)
}

/// Opens a page in a window of this size, and has it done something.
fn open(program: &Path, here: &Path, page: &str, size: (u32, u32), does: &[String]) -> Vec<u8> {
    let quiet = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking \
                 --disable-component-update --disable-sync --disable-dev-shm-usage --hide-scrollbars \
                 --allow-file-access-from-files --virtual-time-budget=3000";
    let mut command = Command::new(program);
    command.args(quiet.split_whitespace()).args(does);
    command.arg(format!("--user-data-dir={}", here.join("profile").display()));
    command.arg(format!("--window-size={},{}", size.0, size.1));
    command.arg(format!("file://{}", here.join(page).display()));
    let output = within(90, &mut command).expect("the browser ends in time");
    output.stdout
}

/// A script that tells the frame around the page how wide it is, and how often it asked for what its policy forbids.
const MEASURE: &str = "<script>
    let asked = 0;
    addEventListener('securitypolicyviolation', () => asked += 1);
    addEventListener('load', () => {
        const wide = document.documentElement.clientWidth;
        const frames = e => e.closest('.scroll, .chart, svg') !== null;
        const over = [...document.body.querySelectorAll('*')].filter(e => !frames(e) && e.getBoundingClientRect().right > wide + 1);
        const names = over.slice(0, 5).map(e => e.tagName + '.' + e.className).join(' ');
        parent.postMessage(`wide=${wide} scroll=${document.documentElement.scrollWidth} asked=${asked} over=${names};`, '*');
    });
</script><title>";

/// A frame of a telephone's width: a window of the browser is never so narrow.
fn framed(width: u32) -> String {
    format!(
        "<!DOCTYPE html><html><body style=\"margin:0\"><iframe src=\"measured.html\" width=\"{width}\" height=\"844\" \
         style=\"border:0\"></iframe><p id=\"said\">nothing</p><script>addEventListener('message', told => \
         document.getElementById('said').textContent = told.data);</script></body></html>"
    )
}

#[test]
fn a_page_fits_a_wide_window_and_a_telephone_and_asks_for_nothing() {
    let Some(program) = browser("a_page_fits_a_wide_window_and_a_telephone_and_asks_for_nothing") else { return };
    let here = folder();
    for (name, page) in pages() {
        // Its own policy stays in force, but for this one script.
        let policy = "default-src 'none';";
        let measured = page.replacen(policy, &format!("{policy} script-src 'unsafe-inline';"), 1);
        let measured = measured.replacen("<title>", MEASURE, 1);
        fs::write(here.path().join("measured.html"), measured).expect("the page with a script");
        for width in [1280, 768, 390, 320] {
            fs::write(here.path().join("frame.html"), framed(width)).expect("the frame");
            let seen = open(&program, here.path(), "frame.html", (1400, 900), &["--dump-dom".to_owned()]);
            let seen = String::from_utf8_lossy(&seen).into_owned();
            let told = seen.split("id=\"said\">").nth(1).and_then(|rest| rest.split("</p>").next()).unwrap_or_default();
            let wanted = format!("wide={width} scroll={width} asked=0 over=;");
            assert_eq!(told, wanted, "{name} at {width} pixels");
        }
    }
}

/// Width and height of a picture, from its own header.
fn size(png: &[u8]) -> (u32, u32) {
    assert!(png.starts_with(b"\x89PNG\r\n\x1a\n"), "a picture");
    let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().expect("four bytes"));
    (number(16), number(20))
}

#[test]
fn a_page_is_drawn_without_scripts_wide_and_narrow() {
    let Some(program) = browser("a_page_is_drawn_without_scripts_wide_and_narrow") else { return };
    let here = folder();
    for (name, page) in pages() {
        // As written, its policy in force.
        fs::write(here.path().join("measured.html"), page).expect("the page");
        fs::write(here.path().join("frame.html"), framed(390)).expect("the frame");
        for (file, window) in [("measured.html", (1280, 900)), ("frame.html", (500, 844))] {
            let picture = here.path().join("picture.png");
            let does = [format!("--screenshot={}", picture.display())];
            open(&program, here.path(), file, window, &does);
            let png = fs::read(&picture).expect("a picture");
            assert_eq!(size(&png), window, "{name} as {file}");
            assert!(png.len() > 20_000, "{name} as {file}: a picture of {} bytes shows little", png.len());
            fs::remove_file(picture).expect("it was there");
        }
    }
}
