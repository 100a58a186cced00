//! A desk: the folder in which an analyst keeps judgement. Here are its TOML
//! files; what is in CSV is evidence and read by `source`. Files come in as
//! paths and bytes, so an embedded desk and a folder are the same thing.

mod articles;
mod brief;
mod groupings;
mod mappings;
mod page;
mod references;
mod reserves;
mod rules;
mod sanctions;
mod scenarios;
mod settings;

pub use articles::NONE;
pub use brief::{
    Ask, BlockPlan, BriefPlan, Condition, EXPECTED, HeadlinePlan, LinePlan, MeasureAsk, NumberPlan, Sentence,
    TableKind, When, names_in,
};
pub use settings::{AuthorityRule, HiddenRule, Settings};

use std::collections::BTreeMap;

use yalu_trade::{
    Article, Base, Basket, Claim, Commodity, Complaint, Correction, Episode, Grouping, Mapping, Nomenclature, Pair,
    Period, Place, Regime, Reserves, Sanction, Scenario, Sector, Wording,
};

/// The files of a desk, by path from its folder.
pub type Files = BTreeMap<String, Vec<u8>>;

/// What an analyst judges, and what is to be printed of it.
#[derive(Clone, Debug)]
pub struct Desk {
    /// Its name: that of its folder.
    pub id: String,
    /// The economy watched, by whom, in which languages.
    pub settings: Settings,
    /// Named reference periods.
    pub bases: Vec<Base>,
    /// Stretches in which trade ran by the same rules.
    pub regimes: Vec<Regime>,
    /// Sectors, in the order in which they are printed.
    pub sectors: Vec<Sector>,
    /// Baskets.
    pub baskets: Vec<Basket>,
    /// Other ways to take all goods apart.
    pub groupings: Vec<Grouping>,
    /// What goes in beside what comes out.
    pub pairs: Vec<Pair>,
    /// How tables that no office's reader knows are to be read.
    pub mappings: Vec<Mapping>,
    /// Corrections of statements.
    pub corrections: Vec<Correction>,
    /// What may move the flows of a year to come.
    pub scenarios: Vec<Scenario>,
    /// The past that scenarios lean on.
    pub episodes: Vec<Episode>,
    /// What carries a deficit; `None` where the desk has no judgement of it.
    pub reserves: Option<Reserves>,
    /// Rules of sanctions.
    pub sanctions: Vec<Sanction>,
    /// Articles on file.
    pub articles: Vec<Article>,
    /// Briefs that can be written.
    pub briefs: Vec<BriefPlan>,
}

/// Reads a desk from its files. `None` where there is no telling what it watches;
/// whatever else could be read is there, beside all complaints.
pub fn desk(id: &str, files: &Files, nomenclature: &Nomenclature) -> (Option<Desk>, Vec<Complaint>) {
    let mut complaints = Vec::new();
    let Some(bytes) = files.get("desk.toml") else {
        let hint = "a desk is a folder with a desk.toml; see `yalu check dprk` for one that works";
        let place = Place::file("desk.toml");
        return (None, vec![Complaint::error("no-desk", place, format!("`{id}` has no desk.toml"), hint)]);
    };
    let settings = take("desk.toml", bytes, &mut complaints, settings::settings).flatten();
    let one = |file: &str| files.get(file).map(|bytes| (file.to_owned(), bytes.clone()));
    let (bases, sectors, corrections) = (one("bases.toml"), one("sectors.toml"), one("corrections.toml"));
    let bases = bases.and_then(|(file, bytes)| {
        let both = |fields: &page::Fields<'_>| (references::bases(fields), references::regimes(fields));
        take(&file, &bytes, &mut complaints, both)
    });
    let (bases, regimes) = bases.unwrap_or_default();
    let sectors = all(sectors, &mut complaints, |fields| references::sectors(fields, nomenclature));
    let corrections = all(corrections, &mut complaints, references::corrections);
    let whole = |file: &str| files.get(file).map(|bytes| (file.to_owned(), bytes));
    let scenarios =
        whole("scenarios.toml").and_then(|(file, bytes)| take(&file, bytes, &mut complaints, scenarios::scenarios));
    let (scenarios, episodes) = scenarios.unwrap_or_default();
    let reserves = whole("reserves.toml")
        .and_then(|(file, bytes)| take(&file, bytes, &mut complaints, reserves::reserves))
        .flatten();
    let sanctions = whole("sanctions.toml").and_then(|(file, bytes)| {
        take(&file, bytes, &mut complaints, |fields| sanctions::sanctions(fields, nomenclature))
    });
    let under = |folder: &str, name: &str| {
        let wanted = move |path: &str| path.starts_with(folder) && path.ends_with(name);
        files.iter().filter(move |(path, _)| wanted(path)).collect::<Vec<_>>()
    };
    let mut baskets = Vec::new();
    for (file, bytes) in under("baskets/", ".toml") {
        baskets.extend(take(file, bytes, &mut complaints, |fields| references::basket(fields, nomenclature)).flatten());
    }
    let mut taken_apart = Vec::new();
    for (file, bytes) in under("groupings/", ".toml") {
        taken_apart
            .extend(take(file, bytes, &mut complaints, |fields| groupings::grouping(fields, nomenclature)).flatten());
    }
    let pairs = all(one("pairs.toml"), &mut complaints, |fields| groupings::pairs(fields, nomenclature));
    let mut mappings = Vec::new();
    for (file, bytes) in under("mappings/", ".toml") {
        mappings.extend(take(file, bytes, &mut complaints, |fields| mappings::mapping(file, fields)).flatten());
    }
    let mut articles = Vec::new();
    for (file, bytes) in under("articles/", "/article.toml") {
        let Some(folder) = file.strip_prefix("articles/").and_then(|rest| rest.strip_suffix("/article.toml")) else {
            continue;
        };
        let read = take(file, bytes, &mut complaints, |fields| {
            articles::article(folder, fields, settings.as_ref(), nomenclature)
        });
        let claims = format!("articles/{folder}/claims.toml");
        let said = files
            .get(&claims)
            .and_then(|bytes| take(&claims, bytes, &mut complaints, |fields| articles::claims(fields, nomenclature)));
        articles.extend(read.flatten().map(|article| Article { claims: said.unwrap_or_default(), ..article }));
    }
    let mut briefs = Vec::new();
    for (file, bytes) in under("briefs/", ".toml") {
        briefs.extend(take(file, bytes, &mut complaints, |fields| brief::brief(file, fields)).flatten());
    }
    complaints.extend(unread(files, &articles));
    let desk = settings.map(|settings| Desk {
        id: id.to_owned(),
        settings,
        bases,
        regimes,
        sectors: sectors.unwrap_or_default(),
        baskets,
        groupings: taken_apart,
        pairs: pairs.unwrap_or_default(),
        mappings,
        corrections: corrections.unwrap_or_default(),
        scenarios,
        episodes,
        reserves,
        sanctions: sanctions.unwrap_or_default(),
        articles,
        briefs,
    });
    if let Some(desk) = &desk {
        complaints.extend(desk.doubles());
        complaints.extend(desk.loose_ends());
        let basket = |id: &str| files.contains_key(&format!("baskets/{id}.toml"));
        complaints.extend(scenarios::loose_ends(desk, basket));
    }
    (desk, complaints)
}

/// Reads a mapping by itself, beside all complaints; `file` is its path on the desk.
pub fn mapping(file: &str, bytes: &[u8]) -> (Option<Mapping>, Vec<Complaint>) {
    let mut complaints = Vec::new();
    let read = take(file, bytes, &mut complaints, |fields| mappings::mapping(file, fields)).flatten();
    (read, complaints)
}

/// Reads a file of claims by itself, beside all complaints.
pub fn claims(file: &str, bytes: &[u8], nomenclature: &Nomenclature) -> (Vec<Claim>, Vec<Complaint>) {
    let mut complaints = Vec::new();
    let claims = take(file, bytes, &mut complaints, |fields| articles::claims(fields, nomenclature));
    (claims.unwrap_or_default(), complaints)
}

fn take<T>(
    file: &str,
    bytes: &[u8],
    complaints: &mut Vec<Complaint>,
    read: impl FnOnce(&page::Fields<'_>) -> T,
) -> Option<T> {
    let (taken, mut told) = page::read(file, bytes, read);
    complaints.append(&mut told);
    taken
}

fn all<T>(
    file: Option<(String, Vec<u8>)>,
    complaints: &mut Vec<Complaint>,
    read: impl FnOnce(&page::Fields<'_>) -> Vec<T>,
) -> Option<Vec<T>> {
    let (file, bytes) = file?;
    take(&file, &bytes, complaints, read)
}

/// Where the files of a desk lie: anything else in it is read by nobody.
const SHELVES: [&str; 11] = [
    "desk.toml",
    "bases.toml",
    "sectors.toml",
    "pairs.toml",
    "corrections.toml",
    "scenarios.toml",
    "reserves.toml",
    "sanctions.toml",
    "rates.csv",
    "ledger.csv",
    "README.md",
];

fn unread(files: &Files, articles: &[Article]) -> Vec<Complaint> {
    let known = |path: &str| {
        let shelf = |folder: &str, ending: &str| path.starts_with(folder) && path.ends_with(ending);
        SHELVES.contains(&path)
            || shelf("baskets/", ".toml")
            || shelf("groupings/", ".toml")
            || shelf("briefs/", ".toml")
            || shelf("mappings/", ".toml")
            || shelf("statements/", ".csv")
            || shelf("articles/", "/article.toml")
            || articles.iter().any(|article| {
                let inside = path.strip_prefix("articles/").and_then(|rest| rest.strip_prefix(article.id.as_str()));
                let table = |file: &str| article.tables.iter().any(|table| table.file == file);
                inside.and_then(|rest| rest.strip_prefix('/')).is_some_and(|file| file == "claims.toml" || table(file))
            })
    };
    let ours = |path: &&String| path.ends_with(".toml") || path.ends_with(".csv");
    let stray = files.keys().filter(ours).filter(|path| !known(path));
    let tell = |path: &String| {
        let hint = "statements/*.csv, baskets/*.toml, groupings/*.toml, briefs/*.toml, mappings/*.toml, articles/<id>/{article.toml,claims.toml,table-*.csv}, and at the top bases.toml, sectors.toml, pairs.toml, corrections.toml, scenarios.toml, reserves.toml, sanctions.toml, rates.csv, ledger.csv";
        Complaint::warning("unread-file", Place::file(path), "nobody reads this file", hint)
    };
    stray.map(tell).collect()
}

impl Desk {
    /// The base of that name.
    pub fn base(&self, id: &str) -> Option<&Base> {
        self.bases.iter().find(|base| base.id == id)
    }

    /// The basket of that name.
    pub fn basket(&self, id: &str) -> Option<&Basket> {
        self.baskets.iter().find(|basket| basket.id == id)
    }

    /// The sector of that name.
    pub fn sector(&self, id: &str) -> Option<&Sector> {
        self.sectors.iter().find(|sector| sector.id == id)
    }

    /// The article of that name.
    pub fn article(&self, id: &str) -> Option<&Article> {
        self.articles.iter().find(|article| article.id == id)
    }

    /// The regime in which a month lies.
    pub fn regime(&self, month: Period) -> Option<&Regime> {
        self.regimes.iter().find(|regime| regime.period.contains(month))
    }

    /// The periods whose mean a base is: one of the desk's, or whole years named as themselves.
    pub fn periods_of(&self, base: &str) -> Option<Vec<Period>> {
        let years = || base.parse::<Period>().ok().filter(|p| p.is_whole_years()).map(|p| p.years().collect());
        self.base(base).map(|base| base.periods.clone()).or_else(years)
    }

    /// Names that stand twice among things of a kind.
    fn doubles(&self) -> Vec<Complaint> {
        let bases = self.bases.iter().map(|b| ("base", b.id.as_str(), &b.place));
        let regimes = self.regimes.iter().map(|r| ("regime", r.id.as_str(), &r.place));
        let sectors = self.sectors.iter().map(|s| ("sector", s.id.as_str(), &s.place));
        let baskets = self.baskets.iter().map(|b| ("basket", b.id.as_str(), &b.place));
        let groupings = self.groupings.iter().map(|g| ("grouping", g.id.as_str(), &g.place));
        let pairs = self.pairs.iter().map(|p| ("pair", p.id.as_str(), &p.place));
        // A claim is called by its article's name and its own.
        let claims = self.articles.iter().flat_map(|a| a.claims.iter().map(|c| (a.id.as_str(), c.id.as_str(), &c.at)));
        let claims = claims.map(|(article, id, place)| ("claim", article, id, place));
        let scenarios = self.scenarios.iter().map(|s| ("scenario", s.id.as_str(), &s.place));
        let episodes = self.episodes.iter().map(|e| ("episode", e.id.as_str(), &e.place));
        let reserves = self.reserves.iter().flat_map(reserves::named).map(|(kind, id, _, place)| (kind, id, place));
        let sanctions = self.sanctions.iter().map(|s| ("sanction", s.id.as_str(), &s.place));
        let others =
            bases.chain(regimes).chain(sectors).chain(baskets).chain(scenarios).chain(episodes).chain(reserves);
        let others = others.chain(sanctions).chain(groupings).chain(pairs);
        let others = others.map(|(kind, id, place)| (kind, "", id, place));
        let mut seen: BTreeMap<(&str, &str, &str), &Place> = BTreeMap::new();
        let mut complaints = Vec::new();
        for (kind, of, id, place) in others.chain(claims) {
            if let Some(first) = seen.insert((kind, of, id), place) {
                let message = format!("the {kind} `{id}` stands twice; first at {first}");
                complaints.push(Complaint::error("duplicate-id", place.clone(), message, "give each an id of its own"));
            }
        }
        let mut chapters: BTreeMap<&str, &str> = BTreeMap::new();
        for sector in &self.sectors {
            for chapter in &sector.chapters {
                if let Some(first) = chapters.insert(chapter.digits(), &sector.id) {
                    let message = format!(
                        "chapter {chapter} is in `{}` and in `{first}`: shares would count it twice",
                        sector.id
                    );
                    complaints.push(Complaint::error(
                        "chapter-twice",
                        sector.place.clone(),
                        message,
                        "take it out of one of them",
                    ));
                }
            }
        }
        complaints
    }

    /// Words and references that lead nowhere.
    fn loose_ends(&self) -> Vec<Complaint> {
        let mut complaints = Vec::new();
        let base = |id: &str| self.base(id).is_some();
        for id in self.settings.default_bases.iter().filter(|id| !base(id)) {
            complaints.push(unknown_base(id, Place::file("desk.toml"), self));
        }
        for plan in &self.briefs {
            complaints.extend(plan.lint(|name| self.names(name)));
            for number in &plan.numbers {
                match &number.ask {
                    Ask::Measure(ask) => {
                        if let Some(id) = ask.base.as_ref().filter(|id| !base(id)) {
                            complaints.push(unknown_base(id, number.place.clone(), self));
                        }
                        let reporters = &self.settings.reporters;
                        for stranger in ask.reporters.iter().filter(|code| !reporters.contains(code)) {
                            let message = format!("`{stranger}` is no reporter of the desk");
                            let hint = format!("desk.toml has {}", reporters.join(", "));
                            complaints.push(Complaint::error("unknown-name", number.place.clone(), message, hint));
                        }
                    }
                    Ask::Expected { .. } => {}
                    Ask::Claim { article, claim } => {
                        let known = self.article(article).is_some_and(|a| a.claims.iter().any(|c| c.id == *claim));
                        if !known {
                            let message = format!("there is no claim `{claim}` of an article `{article}`");
                            complaints.push(Complaint::error(
                                "unknown-claim",
                                number.place.clone(),
                                message,
                                "claims stand in articles/<id>/claims.toml",
                            ));
                        }
                    }
                }
            }
        }
        let claims = self.articles.iter().flat_map(|article| &article.claims);
        for (id, place) in
            claims.filter_map(|claim| Some((claim.says.base.as_ref()?, &claim.at))).filter(|(id, _)| !base(id))
        {
            complaints.push(unknown_base(id, place.clone(), self));
        }
        complaints.extend(self.reserves.iter().flat_map(reserves::loose_ends));
        let settings = &self.settings;
        let named = |code: &str| settings.reporters.iter().any(|r| r == code) || settings.names.contains_key(code);
        complaints.extend(sanctions::loose_ends(&self.sanctions, named));
        complaints.extend(self.missing_words());
        complaints
    }

    /// Is it a name that words can use beside the numbers of their brief?
    fn names(&self, name: &str) -> bool {
        match name.split_once('.') {
            Some(("commodity" | "hs", code)) => code.parse::<Commodity>().is_ok(),
            Some(("base", id)) => self.base(id).is_some(),
            Some(("basket", id)) => self.basket(id).is_some(),
            Some(("sector", id)) => self.sector(id).is_some(),
            Some(("article", id)) => self.article(id).is_some(),
            Some(_) => false,
            None => ["economy", "reporter", "period", "last", "next", "as_of", "forecast_day"].contains(&name),
        }
    }

    /// Words that one of the desk's languages lacks.
    fn missing_words(&self) -> Vec<Complaint> {
        let sentences = self.briefs.iter().flat_map(|plan| plan.sentences()).map(|s| (&s.words, &s.place));
        let bases = self.bases.iter().map(|b| (&b.label, &b.place));
        let regimes = self.regimes.iter().map(|r| (&r.label, &r.place));
        let sectors = self.sectors.iter().map(|s| (&s.label, &s.place));
        let baskets = self.baskets.iter().map(|b| (&b.label, &b.place));
        let groups = self.groupings.iter().flat_map(|g| g.groups.iter().map(|group| (&group.label, &g.place)));
        let groupings = self.groupings.iter().map(|g| (&g.label, &g.place)).chain(groups);
        let pairs = self.pairs.iter().map(|p| (&p.label, &p.place));
        let scenarios = self.scenarios.iter().map(|s| (&s.label, &s.place));
        let episodes = self.episodes.iter().map(|e| (&e.label, &e.place));
        let reserves = self.reserves.iter().flat_map(reserves::named).map(|(_, _, label, place)| (label, place));
        let sanctions = self.sanctions.iter().map(|s| (&s.goods, &s.place));
        let all = sentences
            .chain(sanctions)
            .chain(bases)
            .chain(regimes)
            .chain(sectors)
            .chain(baskets)
            .chain(groupings)
            .chain(pairs)
            .chain(scenarios)
            .chain(episodes)
            .chain(reserves);
        let lacks = |(words, place): (&Wording, &Place)| {
            let missing: Vec<&str> =
                self.settings.languages.iter().filter(|lang| words.lacks(**lang)).map(|lang| lang.code()).collect();
            let message = format!("there are no words in {}", missing.join(", "));
            (!missing.is_empty()).then(|| {
                Complaint::warning("missing-words", place.clone(), message, "the English words will be printed there")
            })
        };
        all.filter_map(lacks).collect()
    }
}

/// Says that a desk has no such base.
pub fn unknown_base(id: &str, place: Place, desk: &Desk) -> Complaint {
    let known: Vec<&str> = desk.bases.iter().map(|base| base.id.as_str()).collect();
    Complaint::error(
        "unknown-base",
        place,
        format!("there is no base `{id}`"),
        format!("bases.toml has {}", known.join(", ")),
    )
}
