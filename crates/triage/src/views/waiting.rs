//! Issues that wait for a side's view.

use ::issues::issues::{self, Issue, State};
use group::{acting::Acting, waiting::Waiting};
use kernel::{App, Error, Result, Tx, keys, words};

use super::{
    commands::say_the_same,
    model::{View, difference, of, other},
    papers::{Papers, papers},
    store,
};

/// The most issues that are looked through.
const MOST: i64 = 200;

/// The issues of which the other side has given its view and this one has not: one word settles each. Those that wait for a first
/// view, or on which the sides differ, are counted and done in the pass.
///
/// # Errors
/// When the database fails.
pub async fn waiting_for(app: &App, acting: &Acting) -> Result<Vec<Waiting>> {
    let group = &acting.group;
    let papers = papers(app, &app.db, group).await?;
    let views = store::open_views(&app.db, group.id).await?;
    let (mut waiting, mut first, mut differ) = (Vec::new(), 0_u64, 0_u64);
    for issue in
        issues::for_co_chairs(&app.db, group.id, MOST).await?.iter().filter(|issue| issue.awaits_triage() && issue.state == State::New)
    {
        let given = views.get(&issue.id).map_or(&[][..], Vec::as_slice);
        match (of(given, acting.side), of(given, other(acting.side))) {
            (None, Some(theirs)) => waiting.push(card(acting, &papers, issue, theirs)),
            (None, None) => first += 1,
            (Some(_), _) => differ += u64::from(!difference(given).is_empty()),
        }
    }
    let pass = |n: u64, title: String| {
        (n > 0).then(|| Waiting { name: "pass".into(), title, href: format!("/{}/triage", group.slug), ..Waiting::default() })
    };
    waiting.extend(pass(first, format!("{} for a first view", words::count(first, "issue waits", "issues wait"))));
    waiting.extend(pass(differ, format!("On {} the two sides differ", words::count(differ, "issue", "issues"))));
    Ok(waiting)
}

fn card(acting: &Acting, papers: &Papers, issue: &Issue, theirs: &View) -> Waiting {
    let reference = acting.group.reference(issue.number);
    let themed = Issue { theme: Some(theirs.theme.clone()).filter(|key| !key.is_empty()), ..issue.clone() };
    let text = issue.group_text.clone().unwrap_or_else(|| issues::excerpt(&issue.words));
    let mut says = papers.says(theirs);
    if let Some(begin) = says.get_mut(..1) {
        begin.make_ascii_uppercase();
    }
    let because = if theirs.reason.is_empty() { String::new() } else { format!(" Why: {}", theirs.reason) };
    let told = papers.told(&acting.group, &themed, &theirs.choice, &theirs.words);
    let lines = vec![text, format!("{}: {says}.{because}", theirs.name), format!("The reporter reads: {told}")];
    let title = format!("{reference}: {}", issue.group_title.clone().unwrap_or_else(|| issues::excerpt(&issue.words)));
    let seen = keys::hex(&keys::hash(&format!("{title}\n{}", lines.join("\n"))));
    Waiting {
        name: issue.number.to_string(),
        title,
        lines,
        whole: String::new(),
        seen,
        href: format!("/{}/issues/{reference}/triage?from=pass", acting.group.slug),
        act: "Say the same".into(),
    }
}

/// Says the same as the other side, if what it says is still what was shown.
///
/// # Errors
/// [`Error::Conflict`] when it says something else by now; as [`say_the_same`].
pub async fn say_as_shown(app: &App, tx: &mut Tx, acting: &Acting, number: i64, seen: &str) -> Result<()> {
    super::must_triage(acting)?;
    kernel::ledger::hold(tx, acting.group.id).await?;
    let issue = issues::find(&mut *tx, acting.group.id, number).await?;
    let views = store::views(&mut *tx, acting.group.id, issue.id).await?;
    let papers = papers(app, &mut *tx, &acting.group).await?;
    let shown = of(&views, other(acting.side)).map(|theirs| card(acting, &papers, &issue, theirs).seen);
    if shown.as_deref() != Some(seen) {
        return Err(Error::Conflict("What the other side says was changed while you were reading. Read it again.".into()));
    }
    say_the_same(app, tx, acting, number).await.map(drop)
}
