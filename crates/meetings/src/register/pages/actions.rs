//! The list of actions, in which those of before stand beside the others, and their counts by meeting and by theme.

use askama::Template;
use axum::{
    extract::{OriginalUri, State as Shared},
    response::Response,
};
use group::{
    acting::Member,
    membership,
    permissions::{Role, Verb},
};
use issues::themes;
use jiff::civil::Date;
use kernel::{
    App, Result,
    form::Fields,
    page::{self, Field, Frame, Input},
    search, words,
};

use super::{
    super::queries::{self, Tally},
    PAGE, after,
    listing::{self, Asked, Shown},
};

struct ActionRow {
    href: String,
    reference: String,
    words: String,
    owner: String,
    due: String,
    state: String,
}

#[derive(Template)]
#[template(path = "register/actions.html")]
struct Actions {
    frame: Frame,
    base: String,
    shown: &'static str,
    /// What the list holds, in a line.
    caption: String,
    /// The filters, as the files take them.
    address: String,
    filtered: bool,
    /// The words that are sought, in all actions whatever else was chosen.
    find: Field,
    searched: bool,
    filters: Vec<Field>,
    rows: Vec<ActionRow>,
    further: Option<String>,
}

#[derive(Template)]
#[template(path = "register/tallies.html")]
struct Tallies {
    frame: Frame,
    base: String,
    shown: &'static str,
    /// What is counted, its link to the open ones and to all, and how many there are.
    rows: Vec<(String, String, i64, i64)>,
    further: Option<String>,
}

pub(super) async fn actions(Shared(app): Shared<App>, member: Member, OriginalUri(uri): OriginalUri) -> Result<Response> {
    let acting = &member.acting;
    acting.must(Verb::SeeMeetings)?;
    let fields = Fields::of_query(&uri);
    match fields.get("show") {
        "meetings" => by_meeting(&app, &member, after(fields.get("after"))).await,
        "themes" => by_theme(&app, &member).await,
        _ => list(&app, &member, &fields).await,
    }
}

async fn list(app: &App, member: &Member, fields: &Fields) -> Result<Response> {
    let acting = &member.acting;
    let group = &acting.group;
    let base = format!("/{}/actions", group.slug);
    let today = app.clock.today(&group.time_zone);
    let asked = Asked::read(fields, Shown::Open, acting.person, today);
    let q = fields.get("q").trim().to_owned();
    let searched = search::has_words(&q);
    let (lines, more) = if searched {
        (listing::found(&app.db, acting, &q, PAGE).await?, false)
    } else {
        listing::lines(&app.db, group.id, &asked, PAGE).await?
    };
    let further = lines.last().filter(|_| more).map(|last| format!("{base}?{}&after={}", asked.address(), asked.place(last)));
    let row = |line: &crate::actions::Logged| ActionRow {
        href: format!("{base}/{}", line.reference()),
        reference: line.reference(),
        words: line.words.clone(),
        owner: listing::owner(line),
        due: words::date(line.due),
        state: listing::standing(line, today),
    };
    let filter = &asked.filter;
    let filtered = filter.meeting.is_some() || !filter.theme.is_empty() || !filter.side.is_empty() || !fields.get("owner").is_empty();
    let page = Actions {
        frame: member.frame(app, "Actions", "/actions"),
        shown: asked.shown.word(),
        caption: if searched { format!("Actions with “{q}”, the newest first") } else { caption(asked.shown, filter.meeting) },
        find: Field::new("q", "Find actions by their words", Input::Text).value(&q),
        searched,
        address: asked.address(),
        filtered,
        filters: filters(app, member, &asked).await?,
        rows: lines.iter().map(row).collect(),
        further,
        base,
    };
    page::show(&page)
}

fn caption(shown: Shown, meeting: Option<i64>) -> String {
    let which = match shown {
        Shown::Open => "Open actions, the one due first at the top",
        Shown::Mine => "Your open actions, the one due first at the top",
        Shown::Late => "Open actions past the day they were planned for, the oldest first",
        Shown::Closed => "Closed actions, the newest first",
        Shown::All => "All actions, the newest first",
    };
    meeting.map_or_else(|| which.to_owned(), |number| format!("{which}: of meeting {number}"))
}

/// Whose, on what, and of which side: what a list can be narrowed to.
async fn filters(app: &App, member: &Member, asked: &Asked) -> Result<Vec<Field>> {
    let group = &member.acting.group;
    let every = |words: &str| vec![(String::new(), words.to_owned())];
    let mut owners = every("Everybody");
    let seats = membership::seats(&app.db, group).await?;
    owners.extend(seats.iter().filter(|seat| seat.role != Role::Reader).map(|seat| (seat.person.to_string(), seat.name.clone())));
    let mut on = every("Every theme");
    on.extend(themes::all(&app.db, group.id).await?.into_iter().map(|theme| (theme.key, theme.name)));
    let sides = [("", "Every side"), ("gp", "GP"), ("consultant", "Consultant"), ("other", "Other")];
    let sides = sides.map(|(key, words)| (key.to_owned(), words.to_owned())).to_vec();
    let owner = asked.filter.owner.map(|owner| owner.to_string()).unwrap_or_default();
    let mut fields = vec![
        Field::select("theme", "Theme", on).value(&asked.filter.theme),
        Field::select("side", "Side", sides).value(&asked.filter.side),
    ];
    if asked.shown != Shown::Mine {
        fields.insert(0, Field::select("owner", "Owner", owners).value(owner));
    }
    Ok(fields)
}

async fn by_meeting(app: &App, member: &Member, after: Option<(Date, i64)>) -> Result<Response> {
    let group = &member.acting.group;
    let base = format!("/{}/actions", group.slug);
    let mut tallies = queries::by_meeting(&app.db, group.id, after.unwrap_or((Date::MAX, i64::MAX)), PAGE).await?;
    let more = tallies.len() as i64 > PAGE;
    tallies.truncate(PAGE as usize);
    let further =
        tallies.last().filter(|_| more).and_then(|last| Some(format!("{base}?show=meetings&after={}.{}", last.held_on?, last.key)));
    let row = |tally: Tally| {
        let day = tally.held_on.map(words::date).unwrap_or_default();
        (format!("Meeting of {day}"), format!("meeting={}", tally.key), tally.open, tally.all)
    };
    let rows = tallies.into_iter().map(row).collect();
    page::show(&Tallies { frame: member.frame(app, "Actions by meeting", "/actions"), base, shown: "meetings", rows, further })
}

async fn by_theme(app: &App, member: &Member) -> Result<Response> {
    let group = &member.acting.group;
    let base = format!("/{}/actions", group.slug);
    let themes = themes::all(&app.db, group.id).await?;
    let row = |tally: Tally| {
        let name = themes.iter().find(|theme| theme.key == tally.key).map(|theme| theme.name.clone())?;
        Some((name, format!("theme={}", kernel::form::encode_query(&tally.key)), tally.open, tally.all))
    };
    // What is on no theme stands in the list of all.
    let rows = queries::by_theme(&app.db, group.id).await?.into_iter().filter_map(row).collect();
    page::show(&Tallies { frame: member.frame(app, "Actions by theme", "/actions"), base, shown: "themes", rows, further: None })
}
