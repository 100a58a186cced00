//! `yalu brief`: the main job. Every edition is rendered in memory before the
//! first file is written, and each file is put in place whole.

use std::{fs, path::PathBuf, process::ExitCode};

use serde_json::json;
use yalu_observatory::{FORMATS, Format, RenderError, Watch, fonts_ready};
use yalu_trade::{AsOf, Lang, Period};

use super::{
    Failure, Outcome, Shared,
    files::{Rendered, write_all},
    hinted, put, put_json, say,
};

const EXAMPLES: &str = "\
Examples:
  yalu brief                                   the embedded desk's brief, all formats, in English, into ./brief/
  yalu brief --period 2022 --as-of 2023-07-31  with what was known in July 2023
  yalu brief --format pdf --lang en,ko,zh      three editions, PDF only (Korean and Chinese need a CJK font)
  yalu brief --desk my-desk/ --out out/        another desk";

/// Write the brief: PDF, HTML, workbook, Markdown and JSON
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Brief {
    /// The period it is about [default: the desk's own]
    #[arg(long, value_parser = hinted::<Period>)]
    period: Option<Period>,
    /// The folder to write into
    #[arg(long, value_name = "DIR", default_value = "./brief")]
    out: PathBuf,
    /// Formats, by comma: pdf, html, xlsx, md, json [default: all]
    #[arg(long, value_delimiter = ',', value_name = "LIST", value_parser = format)]
    format: Vec<Chosen>,
    /// Languages, by comma: en, ko, zh
    #[arg(long, value_delimiter = ',', value_name = "LIST", default_value = "en")]
    lang: Vec<Lang>,
}

/// A format by name.
#[derive(Clone, Copy)]
struct Chosen(&'static dyn Format);

fn format(name: &str) -> Result<Chosen, String> {
    let names = || FORMATS.iter().map(|format| format.card().id).collect::<Vec<_>>().join(", ");
    let found = FORMATS.iter().find(|format| format.card().id == name);
    found.map(|format| Chosen(*format)).ok_or_else(|| format!("the formats are {}", names()))
}

impl Brief {
    pub(super) fn run(&self, shared: &Shared) -> Outcome {
        let watch = shared.watch()?;
        let as_of = shared.as_of(&watch);
        let (plan, period) =
            watch.plan(self.period).map_err(|error| Failure::new(error, "a desk's briefs are briefs/*.toml"))?;
        let formats: Vec<&dyn Format> =
            if self.format.is_empty() { FORMATS.to_vec() } else { self.format.iter().map(|chosen| chosen.0).collect() };
        let formats = once(formats, |format| format.card().id);
        let languages = once(self.lang.clone(), |lang| *lang);
        self.refuse_early(&formats)?;
        let bar = super::progress(shared, languages.len() * formats.len());
        let mut files = Vec::new();
        let mut headline = None;
        for &lang in &languages {
            let brief = watch.write(plan, period, as_of, lang).map_err(|error| Failure::new(error, ""))?;
            for format in &formats {
                bar.set_message(format!("{} {lang}", format.card().title));
                let bytes = format.render(&brief).map_err(unrendered)?;
                let name = format!("brief-{}-{period}.{lang}.{}", watch.desk.id, format.card().id);
                files.push(Rendered { path: self.out.join(name), bytes });
                bar.inc(1);
            }
            headline.get_or_insert(brief);
        }
        bar.finish_and_clear();
        self.write(&files)?;
        let brief = headline.ok_or_else(|| Failure::new("no language was asked for", "--lang en"))?;
        self.report(shared, &watch, as_of, &brief, &files)
    }

    /// What cannot be rendered is refused before anything is written.
    fn refuse_early(&self, formats: &[&dyn Format]) -> Result<(), Failure> {
        if formats.iter().any(|format| format.card().id == "pdf") {
            for &lang in &self.lang {
                fonts_ready(lang).map_err(|missing| unrendered(RenderError::Fonts(missing)))?;
            }
        }
        Ok(())
    }

    fn write(&self, files: &[Rendered]) -> Result<(), Failure> {
        let hint = "choose another folder with --out";
        let failed = |error| Failure::new(format!("{} could not be written: {error}", self.out.display()), hint);
        fs::create_dir_all(&self.out).map_err(failed)?;
        write_all(files, hint)
    }

    fn report(
        &self,
        shared: &Shared,
        watch: &Watch,
        as_of: AsOf,
        brief: &yalu_observatory::Brief,
        files: &[Rendered],
    ) -> Outcome {
        let paths: Vec<String> = files.iter().map(|file| file.path.display().to_string()).collect();
        if shared.json {
            let period = brief.period.to_string();
            let as_of = as_of.to_string();
            return put_json(
                &json!({"desk": watch.desk.id, "period": period, "as_of": as_of, "files": paths, "notes": brief.notes}),
            );
        }
        if shared.quiet {
            return put(&(paths.join("\n") + "\n"));
        }
        put(&format!("{}\n\nWritten, as of {as_of}:\n  {}\n", summary(brief), paths.join("\n  ")))?;
        if !brief.notes.is_empty() {
            let notes = "notes on what is left out, and on what does not agree, stand at its end";
            say(&format!("{} {notes}", brief.notes.len()));
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Each thing once, in the order in which it was first named.
fn once<T, K: PartialEq>(things: Vec<T>, name: impl Fn(&T) -> K) -> Vec<T> {
    let mut kept: Vec<T> = Vec::new();
    for thing in things {
        if !kept.iter().any(|known| name(known) == name(&thing)) {
            kept.push(thing);
        }
    }
    kept
}

/// The title, the judgement and the headline numbers, as plain text.
fn summary(brief: &yalu_observatory::Brief) -> String {
    use yalu_observatory::document::{Block, Span};
    let mut lines = vec![brief.title.clone(), String::new()];
    for block in &brief.blocks {
        match block {
            Block::Judgement(judgement) => lines.extend([Span::plain(judgement), String::new()]),
            Block::Headline(items) => {
                let widest = items.iter().map(|item| item.label.chars().count()).max().unwrap_or_default();
                for item in items {
                    lines.push(format!("  {:<widest$}  {}", item.label, item.number.text()));
                    lines.push(format!("  {:<widest$}  {}", "", Span::plain(&item.under)));
                }
            }
            _ => {}
        }
    }
    lines.join("\n")
}

fn unrendered(error: RenderError) -> Failure {
    Failure::new(error, "")
}
