//! A group's vectors in memory, and the search for what is like a text.
//!
//! They are read once and brought up to date by an indexed statement before every search, so that each of several processes
//! finds what another has written.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::{Arc, LazyLock, Mutex, PoisonError},
};

use analysis::likeness::{Engine, Marks, Mix, Vector, rank, why};
use group::{groups::Group, own_words};
use jiff::ToSpan;
use kernel::{
    App, Result,
    app::{compute, compute_soon},
};

use super::store;

/// How many groups' vectors stay in memory: some eight megabytes for ten thousand issues.
const GROUPS: usize = 12;

/// Among so many of the latest issues a search looks for those that were never read, and reads so many of them itself.
const LATEST: (i64, i64) = (50, 12);

/// Vectors by the numbers of their issues.
#[derive(Clone, Debug, Default)]
struct Kept {
    /// What made them: the engine, with the mark of the group's abbreviations.
    made_by: String,
    stamp: i64,
    vectors: BTreeMap<i64, Vector>,
}

/// By a key that only this installation has for this group.
static KEPT: LazyLock<Mutex<HashMap<[u8; 32], Arc<Kept>>>> = LazyLock::new(Mutex::default);

/// An issue that is like a text.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) number: i64,
    pub(super) score: f32,
    /// The kind of fault that both speak of; with their common words for those who may read them.
    pub(super) why: String,
}

/// What is asked.
#[derive(Clone, Debug)]
pub(super) struct Ask {
    pub(super) text: String,
    /// The number of the issue whose text it is, so that what was read of it already is used.
    pub(super) own: Option<i64>,
    /// Numbers that are not asked about: itself, and what was answered already.
    pub(super) except: Vec<i64>,
    pub(super) limit: usize,
    /// Nothing less like it than this.
    pub(super) least: f32,
    /// Whether the answer names common words, which are a stranger's.
    pub(super) with_words: bool,
}

/// The group's vectors as they stand now, those only that were made with these abbreviations.
async fn kept(app: &App, group: &Group, mark: &str) -> Result<Arc<Kept>> {
    let key = app.keys.sign("vectors", &[group.id.as_bytes()]);
    // The first use reads the model, which takes a fifth of a second.
    let made_by = format!("{}{mark}", compute(|| Engine::get().name()).await?);
    let before = KEPT.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
    let before = before.filter(|kept| kept.made_by == made_by).unwrap_or_else(|| Arc::new(Kept { made_by, ..Kept::default() }));
    let (changes, stamp) = store::changed(&app.db, group.id, &before.made_by, before.stamp).await?;
    if changes.is_empty() {
        return Ok(before);
    }
    let mut now = Arc::unwrap_or_clone(before);
    now.stamp = stamp;
    for (number, vector) in changes {
        match vector {
            Some(vector) => now.vectors.insert(number, vector),
            None => now.vectors.remove(&number),
        };
    }
    let now = Arc::new(now);
    let mut all = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    if all.len() >= GROUPS && !all.contains_key(&key) {
        all.clear();
    }
    all.insert(key, Arc::clone(&now));
    Ok(now)
}

/// What a group has heard before that is like a text, the likest first: open, or dealt with in the last year and a half.
pub(super) async fn like(app: &App, group: &Group, ask: Ask) -> Result<Vec<Found>> {
    let today = app.clock.today(&group.time_zone);
    let over = store::over(&app.db, group.id, today.saturating_sub(18.months())).await?;
    let leads = store::leads(&app.db, group.id).await?;
    let mix = Mix::learnt(&store::answers(&app.db, group.id).await?);
    let own_words::Table { abbreviations: table, mark } = own_words::table(&app.db, group.id).await?;
    let kept = kept(app, group, &mark).await?;
    let unread = store::never_read(&app.db, group.id, LATEST.0, LATEST.1).await?;
    let found = compute_soon(move || {
        let engine = Engine::get();
        let hidden: HashSet<i64> = over.into_iter().chain(ask.except).collect();
        // What is merged is found by its own words, and stands for what leads it.
        let lead = |number: &i64| *leads.get(number).unwrap_or(number);
        let seen = |number: &i64| !hidden.contains(number) && !hidden.contains(&lead(number));
        let latest: Vec<(i64, Vector)> =
            unread.iter().filter(|one| seen(&one.number)).map(|one| (one.number, engine.vector(&one.text, &table))).collect();
        let (numbers, vectors): (Vec<i64>, Vec<&Vector>) = kept
            .vectors
            .iter()
            .filter(|(number, _)| seen(number))
            .chain(latest.iter().map(|(number, vector)| (number, vector)))
            .map(|(number, vector)| (*number, vector))
            .unzip();
        if vectors.is_empty() {
            return Vec::new();
        }
        let known = ask.own.and_then(|number| kept.vectors.get(&number)).cloned();
        let query = known.unwrap_or_else(|| engine.vector(&ask.text, &table));
        // As many more as could fall together, so that merging takes no place from others.
        let ranked = rank(&mix, &query, &vectors, ask.limit + leads.len().min(vectors.len()));
        let mut named = HashSet::new();
        let ranked = ranked.into_iter().filter(|scored| scored.score >= ask.least && named.insert(lead(&numbers[scored.index])));
        let found = ranked.take(ask.limit).map(|scored| Found {
            number: lead(&numbers[scored.index]),
            score: scored.score,
            why: why(engine, &table, &ask.text, &query, vectors[scored.index], ask.with_words),
        });
        found.collect()
    })
    .await?;
    // While the machine is busy nothing is proposed.
    Ok(found.unwrap_or_default())
}

/// What two issues are compared on, as a search would; nothing while one of them has not been read.
pub(super) async fn marks(app: &App, group: &Group, report: i64, issue: i64) -> Result<Option<Marks>> {
    let mark = own_words::table(&app.db, group.id).await?.mark;
    let kept = kept(app, group, &mark).await?;
    compute(move || {
        let query = kept.vectors.get(&report)?;
        let place = kept.vectors.keys().position(|number| *number == issue)?;
        let all: Vec<&Vector> = kept.vectors.values().collect();
        rank(&Mix::default(), query, &all, all.len()).into_iter().find(|scored| scored.index == place).map(|scored| scored.marks)
    })
    .await
}
