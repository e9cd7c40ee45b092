//! The job that looks at what came in and works out what is proposed for it.

use std::collections::{HashMap, hash_map::Entry};

use ::issues::{
    issues::{self, Happened, Harm, Issue, NOT_SURE},
    likeness, placing, themes,
};
use agreements::finding;
use analysis::{services, wording};
use futures_util::future::BoxFuture;
use group::{
    directory::{self, Kind},
    groups::{self, Group},
};
use kernel::{
    App, Result, Tx,
    app::compute,
    job::{Job, JobError, NewJob},
    ledger::{Event, Fact},
    queue,
};
use serde_json::json;
use uuid::Uuid;

use super::{
    model::Proposal,
    store::{self, Unread},
};

/// The kind of the job.
pub const READ: &str = "desk.read";

/// How many issues are looked at in one job: well under what a job may last.
const MOST: i64 = 200;
/// How many themes, twins and agreements are proposed.
const THREE: usize = 3;

/// Looks at what has no proposals yet, or old ones.
pub fn read<'a>(app: &'a App, _: &'a Job) -> BoxFuture<'a, Result<(), JobError>> {
    Box::pin(async move {
        let mut groups: HashMap<Uuid, (Group, Vec<directory::Entry>)> = HashMap::new();
        for unread in store::unread(&app.db, MOST).await? {
            let (group, directory) = match groups.entry(unread.group) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(new) => {
                    let group = groups::by_id(&app.db, unread.group).await?;
                    new.insert((group, directory::all(&app.db, unread.group).await?))
                }
            };
            let issue = issues::find(&app.db, group.id, unread.number).await?;
            let new = propose(app, group, directory, &issue, unread).await?;
            let mut tx = app.begin().await?;
            store::put(&mut tx, group.id, issue.id, &new).await?;
            app.commit(tx).await?;
        }
        Ok(())
    })
}

/// What is proposed for an issue.
async fn propose(app: &App, group: &Group, directory: &[directory::Entry], issue: &Issue, unread: Unread) -> Result<Proposal> {
    let proposals = issues::proposals_for(app, group, issue).await?;
    let list = themes::all(&app.db, group.id).await?;
    let twins = likeness::likely(app, group, issue, THREE).await?;
    let agreements = finding::answering(app, group, &issue.words, THREE).await?;
    let names: Vec<String> = directory.iter().map(|entry| entry.name.clone()).collect();
    let theme = issue.theme.clone().or_else(|| proposals.themes.first().map(|theme| theme.key.clone()));
    let theme = theme.and_then(|key| list.into_iter().find(|theme| theme.key == key));
    // A title names services and hospitals, never a practice.
    let named: Vec<bool> = directory.iter().map(|entry| matches!(entry.kind, Kind::Service | Kind::Hospital)).collect();
    let (direction, issue) = (proposals.direction, issue.clone());
    let (found, draft) = compute(move || {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        // What the reporter named as the service goes before what stands in the text, also where the directory does not know it.
        let said = issue.answers.service.as_deref().filter(|service| !service.trim().is_empty() && *service != NOT_SURE);
        let found = services::named(said.unwrap_or(&issue.words), &names);
        let text = format!("{}\n{}", issue.words, issue.answers.remedy.as_deref().unwrap_or_default());
        let told = wording::Told {
            text: &text,
            theme: theme.as_ref().map(|theme| (theme.key.as_str(), theme.name.as_str())),
            direction,
            service: found.as_ref().filter(|found| named.get(found.place) == Some(&true)).and_then(|found| names.get(found.place)).copied(),
            harm: issue.answers.harm.and_then(harm),
            often: issue.answers.happened.map(often),
        };
        let draft = wording::draft(&told);
        (found, draft)
    })
    .await?;
    let entry = found.as_ref().and_then(|found| directory.get(found.place));
    Ok(Proposal {
        learnt: unread.learnt,
        themes: proposals.themes.into_iter().take(THREE).map(|theme| (theme.key, theme.why)).collect(),
        direction: proposals.direction.map(placing::direction_key),
        service: entry.map(|entry| entry.id),
        service_by: found.map(|found| found.by).unwrap_or_default(),
        title: draft.title,
        sentences: draft.text,
        others: draft.others.join("\n"),
        twins: twins.into_iter().map(|twin| (twin.number, twin.why)).collect(),
        agreements: agreements.into_iter().map(|found| (found.number, found.why)).collect(),
    })
}

fn harm(harm: Harm) -> Option<wording::Harm> {
    match harm {
        Harm::NoneKnown => None,
        Harm::CouldHave => Some(wording::Harm::Could),
        Harm::Yes => Some(wording::Harm::Did),
    }
}

fn often(happened: Happened) -> wording::Often {
    match happened {
        Happened::Once => wording::Often::Once,
        Happened::Few => wording::Often::Few,
        Happened::MostWeeks => wording::Often::MostWeeks,
    }
}

/// When an issue is raised: looks at it soon. What an anonymous reporter raised waits for the next round, because a job's row
/// knows when it was made.
pub fn read_soon<'a>(app: &'a App, tx: &'a mut Tx, event: &'a Event) -> BoxFuture<'a, Result<()>> {
    Box::pin(async move {
        if matches!(event.facts.get("known"), Some(Fact::Word(known)) if known == "anonymous") {
            return Ok(());
        }
        let job = NewJob { scope: None, kind: READ, payload: json!({}), run_at: app.clock.now(), key: Some(READ.into()) };
        queue::push(app, tx, job).await
    })
}

/// When a text is hidden, or words are taken out of it: what was drawn from it goes as well, and is worked out anew.
pub fn forget<'a>(_: &'a App, tx: &'a mut Tx, event: &'a Event) -> BoxFuture<'a, Result<()>> {
    Box::pin(async move { store::forget(tx, event.thing).await })
}
